using System.Numerics;
using System.Text.Json;
using Agro.Plugins.Rewards.Mathematics;
using Agro.Plugins.Rewards.Mathematics.Normalization;
using Agro.Plugins.Rewards.Mathematics.Numerics;
using Agro.Plugins.Rewards.Mathematics.Parsing;

namespace Agro.Tests.Rewards.Mathematics;

public class GoldenValuesTests
{
    [Fact]
    public void Formulas_have_the_values_that_another_parser_gives_them()
    {
        var all = 0;
        var wrong = new List<string>();
        foreach (var row in GoldenRows.Of("math-verify", "latex-values.jsonl"))
        {
            var expected = Number(row.GetProperty("value"));
            var variables = row.GetProperty("vars").EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetDouble());
            all++;
            var (found, fault) = Value(row.Text("latex"), variables);
            if (found is not { } value || Complex.Abs(value - expected) > 1e-8 * Math.Max(1e-30, Complex.Abs(expected)))
                wrong.Add($"{row.Text("latex")}: {found} {fault}, not {expected}");
        }
        Assert.True(all > 200);
        Assert.True(wrong.Count <= 0.01 * all, string.Join('\n', wrong));
    }

    private static Complex Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? new Complex(value[0].GetDouble(), value[1].GetDouble()) : value.GetDouble();

    private static (Complex? Value, string Fault) Value(string latex, Dictionary<string, double> variables)
    {
        try
        {
            var form = new Normalizer(new Work()).Normalize(Parser.Parse(latex));
            var ball = new Evaluator(name => variables.GetValueOrDefault(name, double.NaN)).Evaluate(form);
            return (ball.Center, ball.IsKnown ? "" : "not known");
        }
        catch (NotVerifiableException exception)
        {
            return (null, exception.Message);
        }
    }
}
