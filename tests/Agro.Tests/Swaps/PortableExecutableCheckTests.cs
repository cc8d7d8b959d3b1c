using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Agro.Engine.Plugins;
using Agro.Engine.Swaps;

namespace Agro.Tests.Swaps;

public sealed class PortableExecutableCheckTests
{
    private static readonly byte[] Whole = WatchedPlugin.BytesOf("Mine", 1);

    [Fact]
    public void A_whole_dll_is_whole() => Assert.Null(PortableExecutableCheck.Problem(Whole));

    [Fact]
    public void Every_beginning_of_a_dll_is_refused()
    {
        for (var length = 0; length < Whole.Length; length += 7) Assert.NotNull(PortableExecutableCheck.Problem(Whole[..length]));
        Assert.NotNull(PortableExecutableCheck.Problem(Whole[..^1]));
    }

    [Fact]
    public void A_file_of_full_length_whose_metadata_is_not_there_yet_is_refused()
    {
        using var image = new PEReader(new MemoryStream(Whole));
        var identity = image.PEHeaders.MetadataStartOffset + image.GetMetadataReader().GetHeapMetadataOffset(HeapIndex.Guid);
        Assert.InRange(identity, 1000, Whole.Length - 1);
        for (var filled = 0; filled <= identity; filled += 64)
        {
            var partly = new byte[Whole.Length];
            Whole.AsSpan(0, filled).CopyTo(partly);
            Assert.NotNull(PortableExecutableCheck.Problem(partly));
        }
    }

    [Fact]
    public void Damaged_bytes_never_fail_otherwise()
    {
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            var damaged = Whole.ToArray();
            for (var edits = random.Next(1, 6); edits > 0; edits--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            _ = PortableExecutableCheck.Problem(damaged);
            using var file = new TemporaryFolder();
            File.WriteAllBytes(file.Of("Mine.dll"), damaged);
            _ = PluginMetadata.TryRead(file.Of("Mine.dll"));
            File.WriteAllBytes(file.Of("Words.dll"), WatchedPlugin.BytesOf("Words", 1));
            var files = new PluginWatchFiles(file.Of("Mine.dll"), "");
            _ = files.Hash();
            _ = files.Problem();
        }
    }
}
