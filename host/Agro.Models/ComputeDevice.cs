using System.Globalization;
using static TorchSharp.torch;

namespace Agro.Models;

/// <summary>Devices by the names that recipes and the command line have for them.</summary>
public static class ComputeDevice
{
    /// <summary>Finds a device that can be used here. libtorch must be loaded.</summary>
    /// <param name="name"><c>auto</c> (a GPU where there is one), <c>cpu</c>, <c>cuda</c>, or <c>cuda:N</c> for GPU N from 0 on.</param>
    /// <returns>The device.</returns>
    /// <exception cref="InputException">It is no such name, or the device is not there.</exception>
    public static Device Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "auto") return cuda.is_available() ? CUDA : CPU;
        if (name == "cpu") return CPU;
        var index = 0;
        if (name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index)))
        {
            throw new InputException($"found '{name}', must be auto, cpu, cuda or cuda:N");
        }

        if (!cuda.is_available()) throw new InputException($"found '{name}', but no CUDA device can be used: see 'agro-host doctor'");
        var count = cuda.device_count();
        return index < count
            ? device(name)
            : throw new InputException($"found '{name}', but there are {count} CUDA devices, counted from 0");
    }
}
