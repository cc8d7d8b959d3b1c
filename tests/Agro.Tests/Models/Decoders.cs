using Agro.Models.Generation;
using Agro.Models.Transformer;

namespace Agro.Tests.Models;

/// <summary>The decoders by name, for tests that must hold for each.</summary>
internal static class Decoders
{
    public const string Torch = "torch";

    public static Func<int, IDecoder> Of(string name, CausalModel model) => name switch
    {
        Torch => slots => new TorchDecoder(model, slots),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
