using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Models.Families;

public partial class FamilyGradientTests
{
    // Longer than every window, so that gradients meet its edge.
    private static readonly TokenSequence Sequence = new([5, 1, 36], [.. Enumerable.Range(0, 9).Select(i => (i * 11) % 40)]);

    public static TheoryData<string> All => FamilyConfigs.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Gradients_equal_finite_differences(string family)
    {
        using var folder = new FamilyFolder(family);
        using var policy = folder.Load(ScalarType.Float64);
        var model = policy.Model;
        using (NewDisposeScope()) Loss(model).backward();
        var random = new Random(4);
        foreach (var group in model.Parameters.GroupBy(item => Layer().Replace(item.Key, "*")))
        {
            var (name, parameter) = group.ElementAt(random.Next(group.Count()));
            for (var i = 0; i < 3; i++) Compare(model, name, parameter, random);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Running_layers_again_gives_the_same_gradients(string family)
    {
        using var folder = new FamilyFolder(family);
        using var policy = folder.Load(ScalarType.Float64);
        using var scope = NewDisposeScope();
        var coefficients = arange(9, ScalarType.Float64).sin().unsqueeze(0);
        Assert.Equal(Gradients(checkpointed: false), Gradients(checkpointed: true));

        double[] Gradients(bool checkpointed)
        {
            foreach (var (_, parameter) in policy.Model.Parameters) parameter.grad?.zero_();
            policy.Model.PassOver([Sequence], checkpointed: checkpointed).Backward(coefficients, null, null);
            return [.. policy.Model.Parameters.Values.SelectMany(parameter => parameter.grad!.ToDoubles())];
        }
    }

    private static void Compare(CausalModel model, string name, Tensor parameter, Random random)
    {
        const double Step = 1e-6;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // Rows of embeddings that no token has would only be compared with 0.
        var index = name.StartsWith("model.embed", StringComparison.Ordinal)
            ? (random.Next(2) * parameter.size(1)) + random.NextInt64(parameter.size(1))
            : random.NextInt64(parameter.NumberOfElements);
        var element = parameter.view(-1).narrow(0, index, 1);
        var gradient = parameter.grad!.view(-1)[index].item<double>();
        element.add_(Step);
        var above = Loss(model).item<double>();
        element.sub_(2 * Step);
        var below = Loss(model).item<double>();
        element.add_(Step);
        var difference = (above - below) / (2 * Step);
        Assert.True(Math.Abs(difference - gradient) < 3e-7 * Math.Max(1, Math.Abs(gradient)), $"{name}[{index}]: {gradient}, by differences {difference}");
    }

    private static Tensor Loss(CausalModel model)
    {
        var logProbs = model.LogProbsOf([Sequence, new(Sequence.Completion, ImmutableArray.Create(0, 2, 4))]).LogProbs;
        var coefficients = arange(logProbs.NumberOfElements, ScalarType.Float64).view(logProbs.shape).sin();
        return (logProbs * coefficients).sum();
    }

    [GeneratedRegex(@"\.\d+\.")]
    private static partial Regex Layer();
}
