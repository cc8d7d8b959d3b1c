using System.Collections.Immutable;
using System.Xml.Linq;
using Agro.Cli.Plots;

namespace Agro.Tests.Cli.Plots;

public class LinePlotTests
{
    private static readonly ImmutableArray<double> Steps = [1, 10, 100, 1000];

    [Fact]
    public void A_plot_is_written_in_its_size_as_png_and_svg()
    {
        using var folder = new TemporaryFolder();
        var (png, svg) = (Path.Combine(folder.Path, "plot.png"), Path.Combine(folder.Path, "plot.svg"));
        var plot = Plot() with { Width = 400, Height = 300 };
        plot.SavePng(png);
        plot.SaveSvg(svg);

        var bytes = File.ReadAllBytes(png);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
        Assert.Equal([0, 0, 1, 0x90, 0, 0, 1, 0x2C], bytes[16..24]);
        var root = XDocument.Load(svg).Root!;
        Assert.Equal(("400", "300"), ((string)root.Attribute("width")!, (string)root.Attribute("height")!));
    }

    [Fact]
    public void Title_labels_ticks_and_legend_are_in_the_programs_own_font()
    {
        var texts = Texts(Plot());
        foreach (var text in new[] { "A title", "gradient step", "KL", "agro", "1000", "1e-6" }) Assert.Contains(text, texts.Keys);
        Assert.All(texts.Values, font => Assert.Equal(PlotFont.Name, font));
    }

    [Fact]
    public void What_a_logarithmic_axis_cannot_show_is_left_out()
    {
        var plot = Plot() with { Series = [Line("agro", 1, 0, double.NaN, 0.5), Line("nothing", -1, 0, -1, 0)] };
        Assert.Contains("agro", Texts(plot).Keys);
    }

    [Fact]
    public void A_plot_without_any_value_is_drawn()
    {
        var plot = Plot() with { Series = [new PlotSeries { Label = "", Xs = [], Ys = [] }] };
        Assert.Contains("A title", Texts(plot).Keys);
    }

    [Fact]
    public void A_band_is_drawn_under_its_line()
    {
        var plain = Line("agro", 1, 0.1, 0.01, 0.001);
        var banded = plain with { Low = [0.5, 0.05, 0.005, 0.0005], High = [2, 0.2, 0.02, 0.002] };
        Assert.Equal(0, Bands(Plot() with { Series = [plain] }));
        Assert.Equal(1, Bands(Plot() with { Series = [banded] }));
    }

    [Fact]
    public void Dashes_are_in_the_svg_too_for_the_line_and_its_place_in_the_legend()
    {
        var solid = Line("agro", 1, 0.1, 0.01, 0.001);
        Assert.Empty(Dashed(Plot() with { Series = [solid] }));
        Assert.Equal(2, Dashed(Plot() with { Series = [solid, solid with { Dashed = true }] }).Count);
    }

    [Fact]
    public void Values_without_a_place_are_refused()
    {
        using var folder = new TemporaryFolder();
        var plot = Plot() with { Series = [Line("agro", 1, 2)] };
        var fault = Assert.Throws<ArgumentException>(() => plot.SavePng(Path.Combine(folder.Path, "plot.png")));
        Assert.Equal("'agro' has 4 places on the horizontal axis and 2 values", fault.Message);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.25, "0.25")]
    [InlineData(-2, "-2")]
    [InlineData(20000, "20000")]
    [InlineData(0.001, "0.001")]
    [InlineData(1e-6, "1e-6")]
    [InlineData(2.5e7, "2.5e7")]
    public void Ticks_are_written_briefly(double value, string text) => Assert.Equal(text, AxisTicks.Text(value));

    private static LinePlot Plot() => new()
    {
        Title = "A title",
        X = new("gradient step", Logarithmic: true),
        Y = new("KL", Logarithmic: true),
        Series = [Line("agro", 1, 1e-2, 1e-4, 1e-6), Line("regularized-pg", 1, 0.5, 0.1, 0.08)],
    };

    private static PlotSeries Line(string label, params double[] ys) => new() { Label = label, Xs = Steps, Ys = [.. ys] };

    private static Dictionary<string, string> Texts(LinePlot plot) => Svg(plot).Descendants()
        .Where(element => element.Name.LocalName == "text")
        .GroupBy(element => element.Value.Trim())
        .ToDictionary(same => same.Key, same => (string)same.First().Attribute("font-family")!);

    private static int Bands(LinePlot plot) => Svg(plot).Descendants()
        .Count(element => element.Name.LocalName == "path" && (string?)element.Attribute("fill") == "#0072B2" && element.Attribute("fill-opacity") is not null);

    private static List<XElement> Dashed(LinePlot plot) => [.. Svg(plot).Descendants().Where(element => element.Attribute("stroke-dasharray") is not null)];

    private static XDocument Svg(LinePlot plot)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "plot.svg");
        plot.SaveSvg(path);
        return XDocument.Load(path);
    }
}
