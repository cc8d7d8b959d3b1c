using Agro.Models.Native;
using TorchSharp;

namespace Agro.Tests.Native;

public class LibTorchTests
{
    [Fact]
    public void Everything_that_the_shim_asks_for_is_in_the_libraries_that_were_loaded()
    {
        var (missing, count) = LibTorch.MissingSymbols(LibTorch.Load());
        if (OperatingSystem.IsLinux()) Assert.True(count > 500);
        Assert.Empty(missing);
    }

    [Fact]
    public void Loading_leaves_the_output_folder_small()
    {
        LibTorch.Load();
        using var one = torch.ones(1);
        Assert.Equal(1, one.item<float>());
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "cpu")));
        Assert.Empty(Directory.GetFiles(AppContext.BaseDirectory, LibTorchLocation.CoreLibrary, SearchOption.AllDirectories));
    }

    [Fact]
    public void A_version_asked_for_weakly_changes_only_the_flags_of_that_version()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("ELF only");
        var report = LibTorch.Load();
        var before = File.ReadAllBytes(report.MendedFrom ?? report.Shim);
        var image = ElfImage.Parse(before)!;
        var need = image.VersionsNeeded().Single(version => version.Version == "GLIBCXX_3.4.32");
        Assert.Equal("libstdc++.so.6", need.Library);
        Assert.Equal(["_ZSt21ios_base_library_initv"], image.SymbolsOf(need));
        var after = image.WithWeak(need);
        Assert.Equal([need.FlagsOffset], Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]));
    }

    [Fact]
    public void A_version_whose_symbols_are_really_called_is_not_mended()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("ELF only");
        var report = LibTorch.Load();
        Assert.Null(MendedShim.For(report.MendedFrom ?? report.Shim, "version `GLIBCXX_3.4.30' not found"));
        Assert.Null(MendedShim.For(report.MendedFrom ?? report.Shim, "libgomp.so.1: cannot open shared object file"));
    }

    [Fact]
    public void Bytes_that_are_no_library_are_not_parsed()
    {
        Assert.Null(ElfImage.Parse([1, 2, 3]));
        var header = new byte[64];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1 }.CopyTo(header, 0);
        header[0x28] = 0xff;
        header[0x3c] = 9;
        header[0x3a] = 64;
        Assert.Null(ElfImage.Parse(header));
    }

    [Fact]
    public void A_folder_that_the_user_names_is_the_only_one_looked_at() =>
        Assert.Equal([new LibTorchLocation("/nowhere/lib", "--libtorch")], LibTorchLocation.Candidates("/nowhere/lib"));
}
