using System.Runtime.CompilerServices;
using Agro.Models.Native;

namespace Agro.Tests;

internal static class LoadLibTorch
{
    [ModuleInitializer]
    internal static void Load()
    {
        LibTorch.Load();
        // Tests run side by side: a second thread for each would only wait for the others.
        TorchSharp.torch.set_num_threads(1);
    }
}
