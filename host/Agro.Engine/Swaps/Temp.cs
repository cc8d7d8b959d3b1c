#pragma warning disable
using Agro.Engine.Plugins;

namespace Agro.Engine.Swaps;

internal sealed record FileSetChange(string Hash, string? Problem);

internal sealed class FileSetWatch(Func<IReadOnlyCollection<string>> files, Func<string> hash, Func<string?> problem, string inUse, TimeProvider time)
{
    private string use = inUse;
    private string? last;
    private string stamp = "";

    public void Use(string h) => use = h;

    public string HashNow() => hash();

    public FileSetChange? Look()
    {
        _ = time;
        try
        {
            var s = string.Join("|", files().Select(f => File.Exists(f) ? f + File.GetLastWriteTimeUtc(f).Ticks + new FileInfo(f).Length : f));
            if (s != stamp)
            {
                stamp = s;
                return null;
            }

            var h = hash();
            if (h == use || h == last) return null;
            last = h;
            return new(h, problem());
        }
        catch (Exception e) when (e is IOException or InputException)
        {
            return null;
        }
    }
}

internal sealed class PluginWatchFiles(string path)
{
    public IReadOnlyCollection<string> Files() => PluginFiles.Of(PluginMetadata.TryRead(path)!).Files;

    public string Hash() => PluginFiles.Of(PluginMetadata.TryRead(path)!).Hash();

    public string? Problem() => null;
}
