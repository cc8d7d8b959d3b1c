using System.Text.Json.Nodes;
using Agro.Cli.JsonLines;
using static TorchSharp.torch;

namespace Agro.Cli.Commands.Trials;

/// <summary>What an algorithm gives for a batch, as JSON in the digits of the type that it was computed in.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Gradient">Its gradient with respect to the log-probabilities: a list per completion.</param>
internal sealed record LossAndGradient(JsonNode? Loss, JsonArray Gradient)
{
    /// <summary>Computes them.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="row">The batch.</param>
    /// <param name="type">The floating type.</param>
    /// <exception cref="InvalidOperationException">The loss is no scalar, or something is not finite.</exception>
    public static LossAndGradient Of(IPolicyGradientAlgorithm algorithm, LossRow row, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var batch = row.ToBatch(type);
        var loss = algorithm.ComputeLoss(batch).Loss;
        if (loss.numel() != 1)
            throw new InvalidOperationException($"the loss is no scalar, its shape is [{string.Join(", ", loss.shape)}]");
        // A loss that does not depend on the policy has the gradient 0.
        if (loss.requires_grad) loss.backward();
        var gradient = batch.LogProbs.grad ?? zeros_like(batch.LogProbs);
        var (value, numbers) = (Numbers(loss, type), Numbers(gradient, type));
        if (value[0] is null) throw new InvalidOperationException($"the loss is {loss.to(float64).item<double>()}");
        var width = (int)gradient.size(1);
        var lists = row.Lengths.Select((length, b) => (JsonNode)new JsonArray(numbers[(b * width)..((b * width) + length)]));
        var list = new JsonArray([.. lists]);
        return list.SelectMany(tokens => tokens!.AsArray()).All(number => number is not null)
            ? new(value[0], list)
            : throw new InvalidOperationException("the gradient is not finite");
    }

    private static JsonNode?[] Numbers(Tensor tensor, ScalarType type)
    {
        var values = tensor.detach().to(float64).contiguous().data<double>().ToArray();
        return [.. values.Select(value => type == ScalarType.Float32 ? RowWriter.Number((float)value) : RowWriter.Number(value))];
    }
}
