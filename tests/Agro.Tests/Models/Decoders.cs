using Agro.Models.Generation;
using Agro.Models.Generation.Panels;
using Agro.Models.Transformer;

namespace Agro.Tests.Models;

/// <summary>The decoders by name, for tests that must hold for each.</summary>
internal static class Decoders
{
    public const string Torch = "torch";
    public const string Device = "device";
    public const string Panels = "panels";

    public static Func<int, IDecoder> Of(string name, CausalModel model) => name switch
    {
        Torch => slots => new TorchDecoder(model, slots),
        Device => slots => new DeviceDecoder(model, slots),
        Panels => slots => new PanelDecoder(model, slots),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
