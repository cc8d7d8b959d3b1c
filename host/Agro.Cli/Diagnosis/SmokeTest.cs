using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Cli.Diagnosis;

/// <summary>The smallest things that training is made of, tried and compared with what they must give.</summary>
internal static class SmokeTest
{
    /// <summary>Tries each in turn, on the CPU and on the first CUDA device when there is one.</summary>
    /// <returns>The findings.</returns>
    public static IEnumerable<Finding> All()
    {
        foreach (var device in torch.cuda.is_available() ? new[] { CPU, CUDA } : [CPU])
        {
            yield return Try($"linear {device}", () => Linear(device));
            yield return Try($"backward {device}", () => Backward(device));
            yield return Try($"generator {device}", () => Generator(device));
        }
    }

    private static string? Linear(Device device)
    {
        using var _ = NewDisposeScope();
        var input = tensor(new float[] { 1, 2, 3, 4 }, 2, 2).to(device);
        var weight = tensor(new float[] { 1, 0, 1, 1 }, 2, 2).to(device);
        return Difference([1, 3, 3, 7], nn.functional.linear(input, weight));
    }

    private static string? Backward(Device device)
    {
        using var _ = NewDisposeScope();
        var leaf = tensor(new float[] { 1, -2, 3 }).to(device).requires_grad_();
        leaf.pow(2).sum().backward();
        return leaf.grad is { } gradient ? Difference([2, -4, 6], gradient) : "no gradient";
    }

    private static string? Generator(Device device)
    {
        using var _ = NewDisposeScope();
        using var first = new Generator(7, device);
        using var second = new Generator(7, device);
        var expected = rand([8], generator: first, device: device).cpu().data<float>().ToArray();
        if (expected.Distinct().Count() < 4) return "random numbers that are not";
        return Difference(expected, rand([8], generator: second, device: device));
    }

    private static string? Difference(float[] expected, Tensor actual)
    {
        var found = actual.detach().cpu().data<float>().ToArray();
        return found.SequenceEqual(expected) ? null : $"expected {Join(expected)}, found {Join(found)}";
    }

    private static string Join(float[] values) => string.Join(" ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    private static Finding Try(string what, Func<string?> test)
    {
        try
        {
            return test() is { } trouble ? new(what, trouble, false) : new(what, "as it must be", true);
        }
        catch (Exception exception)
        {
            // Whatever a broken library throws is the finding.
            return new(what, $"{exception.GetType().Name}: {exception.Message}", false);
        }
    }
}
