using Agro.Tests.Models;
using static TorchSharp.torch;
using AdamW = Agro.Engine.Training.AdamW;
using Parameter = TorchSharp.Modules.Parameter;

namespace Agro.Tests.Training;

public class AdamWTests
{
    private static Dictionary<string, Tensor> Parameters() => new()
    {
        ["a"] = tensor(new double[] { 1, -2, 3 }).requires_grad_(),
        ["b"] = tensor(new double[,] { { 0.5, 4 } }).requires_grad_(),
    };

    private static void Gradient(IReadOnlyDictionary<string, Tensor> parameters, double target)
    {
        foreach (var parameter in parameters.Values) ((parameter - target).pow(4).sum() * parameter.sum()).backward();
    }

    [Fact]
    public void Updates_are_those_of_the_reference_implementation()
    {
        var own = Parameters();
        var other = Parameters();
        using var optimizer = new AdamW(own, new(0.8, 0.95, 1e-6, 0.1));
        var reference = optim.AdamW(other.Values.Select(value => new Parameter(value.alias())).ToList(), 0.01, 0.8, 0.95, 1e-6, 0.1);
        var trained = reference.parameters().ToList();
        for (var step = 0; step < 20; step++)
        {
            optimizer.ZeroGrad();
            reference.zero_grad();
            Gradient(own, step);
            foreach (var parameter in trained) ((parameter - step).pow(4).sum() * parameter.sum()).backward();
            optimizer.Step(0.01);
            reference.step();
        }

        Assert.Equal(20, optimizer.Steps);
        Assert.True(allclose(own["a"], trained[0], 1e-12, 1e-12));
        Assert.True(allclose(own["b"], trained[1], 1e-12, 1e-12));
    }

    [Fact]
    public void Clipping_leaves_the_joint_norm_at_the_limit_and_reports_the_norm_before()
    {
        var parameters = Parameters();
        using var optimizer = new AdamW(parameters, new());
        (parameters["a"].sum() * 3).backward();
        (parameters["b"].sum() * 4).backward();
        var before = Math.Sqrt((3 * 9) + (2 * 16));
        Assert.Equal(before, optimizer.ClipGradients(0), 12);
        Assert.Equal(before, optimizer.ClipGradients(2), 12);
        Assert.Equal(2, optimizer.ClipGradients(0), 5);
    }

    [Fact]
    public void A_restored_optimizer_goes_on_bit_for_bit()
    {
        var (first, second) = (Parameters(), Parameters());
        using var one = new AdamW(first, new());
        using var two = new AdamW(second, new());
        foreach (var (parameters, optimizer) in new[] { (first, one), (second, two) })
        {
            Gradient(parameters, 1);
            optimizer.Step(0.1);
        }

        using var restored = new AdamW(second, new());
        restored.Load(two.State(), two.Steps);
        foreach (var (parameters, optimizer) in new[] { (first, one), (second, restored) })
        {
            optimizer.ZeroGrad();
            Gradient(parameters, 2);
            optimizer.Step(0.1);
        }

        Assert.Equal(first["a"].data<double>().ToArray(), second["a"].data<double>().ToArray());
    }

    [Fact]
    public void State_of_another_policy_is_refused()
    {
        using var optimizer = new AdamW(Parameters(), new());
        Assert.Throws<InputException>((Action)(() => optimizer.Load(new Dictionary<string, Tensor> { ["a.exp_avg"] = zeros(7) }, 1)));
    }

    [Theory]
    [InlineData(true, 0.01)]
    [InlineData(false, 0)]
    public void Small_updates_of_narrow_weights_add_up_in_master_weights(bool masterWeights, double expected)
    {
        using var scope = NewDisposeScope();
        var weight = ones(3, ScalarType.BFloat16).requires_grad_();
        using var optimizer = new AdamW(new Dictionary<string, Tensor> { ["w"] = weight }, new(MasterWeights: masterWeights));
        for (var step = 0; step < 100; step++)
        {
            optimizer.ZeroGrad();
            (weight.sum() * 3).backward();
            optimizer.Step(1e-4);
        }

        // A bfloat16 near 1 has steps of 1/256 below it.
        Assert.Equal(1 - expected, weight.ToDoubles()[0], 1.0 / 256);
        Assert.Equal(expected == 0, weight.ToDoubles()[0] == 1);
        Assert.Equal(masterWeights, optimizer.State().ContainsKey("w.master"));
        Assert.All(optimizer.State().Values, state => Assert.Equal(masterWeights ? ScalarType.Float32 : ScalarType.BFloat16, state.dtype));
        if (!masterWeights) return;
        Assert.Equal(0.99, optimizer.State()["w.master"].ToDoubles()[0], 1e-5);
    }

    [Fact]
    public void Master_weights_are_restored()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Narrow(), Narrow());
        using var whole = new AdamW(first, new());
        using var stopped = new AdamW(second, new());
        for (var step = 0; step < 10; step++) foreach (var (parameters, optimizer) in new[] { (first, whole), (second, stopped) }) Update(parameters, optimizer);
        using var restored = new AdamW(second, new());
        restored.Load(stopped.State(), stopped.Steps);
        for (var step = 0; step < 10; step++) foreach (var (parameters, optimizer) in new[] { (first, whole), (second, restored) }) Update(parameters, optimizer);
        Assert.Equal(whole.State()["w.master"].ToDoubles(), restored.State()["w.master"].ToDoubles());
        Assert.Equal(first["w"].ToDoubles(), second["w"].ToDoubles());

        static Dictionary<string, Tensor> Narrow() => new() { ["w"] = linspace(-1, 1, 9, ScalarType.Float32).to(ScalarType.BFloat16).requires_grad_() };

        static void Update(Dictionary<string, Tensor> parameters, AdamW optimizer)
        {
            optimizer.ZeroGrad();
            parameters["w"].pow(2).sum().backward();
            optimizer.Step(1e-4);
        }
    }
}
