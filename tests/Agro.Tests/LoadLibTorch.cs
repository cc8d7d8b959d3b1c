using System.Runtime.CompilerServices;
using Agro.Models.Native;

namespace Agro.Tests;

internal static class LoadLibTorch
{
    [ModuleInitializer]
    internal static void Load() => LibTorch.Load();
}
