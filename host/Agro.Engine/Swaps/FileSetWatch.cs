using System.Collections.Immutable;

namespace Agro.Engine.Swaps;

/// <summary>The files that a <see cref="FileSetWatch"/> watches, and what is known of them now.</summary>
/// <param name="Files">The files to look at, absolute; those that are not there too. Cheap.</param>
/// <param name="Hash">
/// The hash of their content. May throw an <see cref="InputException"/> or what reading files throws while they are in motion.
/// </param>
/// <param name="Problem">What speaks against their being a whole set; null when nothing does. Asked after <paramref name="Hash"/>.</param>
internal sealed record WatchedFiles(Func<IReadOnlyCollection<string>> Files, Func<string> Hash, Func<string?> Problem);

/// <summary>
/// Notices when a set of files has become another one, by looking at it again and again. Events of the file system are not used: they
/// miss renames and links, and their thread can die without a word.
/// <para>
/// What is reported is content: the same bytes written again are no change. Files that change are left alone until they rest; a set
/// that is not whole then (a file is missing or cut short, one part is older than another) may become so within
/// <see cref="Patience"/>. Where changes never end, a whole set is taken every <see cref="Unrest"/>. The last content is always
/// reported in the end, also where the file system does not show the change.
/// </para>
/// </summary>
internal sealed class FileSetWatch
{
    /// <summary>How long files must look the same before they are read.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(40);

    /// <summary>How long after the last change a set may still become whole.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How long uninterrupted changes may hold up a set.</summary>
    public static readonly TimeSpan Unrest = TimeSpan.FromSeconds(2);

    /// <summary>How often content is read although nothing seems to have changed.</summary>
    public static readonly TimeSpan Distrust = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    /// <summary>Reading takes at most a fiftieth of the time while nothing changes, and a fifth while something does.</summary>
    private const int RestingCost = 50, MovingCost = 5;

    private readonly WatchedFiles watched;
    private readonly TimeProvider time;
    private readonly long start;
    private volatile string inUse;
    private volatile bool isDoubted;

    private ImmutableArray<FileStamp> last;
    private FileSetChange? reported;

    /// <summary>Whether the files have changed since their content was last dealt with.</summary>
    private bool isOpen = true;
    private TimeSpan changedAt;
    private TimeSpan readAt;
    private TimeSpan? unrestEnds;

    /// <summary>Begins to watch. Files that changed since they were read for use are noticed too.</summary>
    /// <param name="watched">The files.</param>
    /// <param name="inUse">The hash of the content that is in use.</param>
    /// <param name="time">The clock.</param>
    public FileSetWatch(WatchedFiles watched, string inUse, TimeProvider time)
    {
        (this.watched, this.inUse, this.time, start) = (watched, inUse, time, time.GetTimestamp());
        last = FileStamp.Of(watched.Files());
        readAt = Rest;
    }

    private TimeSpan Now => time.GetElapsedTime(start);

    /// <summary>Says which content is in use now. May be called from another thread.</summary>
    /// <param name="hash">Its hash. The files are read once more, in case they have moved on meanwhile.</param>
    public void Use(string hash)
    {
        inUse = hash;
        Doubt();
    }

    /// <summary>Has the content read at the next look, whatever the file system says. May be called from another thread.</summary>
    public void Doubt() => isDoubted = true;

    /// <summary>Looks at the files. Called by one thread, about every 50 ms.</summary>
    /// <returns>Content that is neither in use nor was the last to be reported; null when there is none, or not yet.</returns>
    public FileSetChange? Look()
    {
        var now = Now;
        if (isDoubted)
        {
            isDoubted = false;
            if (!isOpen) readAt = now;
        }

        if (Moved(now)) return now >= unrestEnds ? Read(now, isMoving: true) : null;
        return now >= readAt ? Read(now, isMoving: false) : null;
    }

    /// <summary>Whether the files look otherwise than the last time.</summary>
    private bool Moved(TimeSpan now)
    {
        var stamps = FileStamp.Of(watched.Files());
        if (stamps.AsSpan().SequenceEqual(last.AsSpan())) return false;
        last = stamps;
        (isOpen, changedAt, readAt) = (true, now, now + Rest);
        unrestEnds ??= now + Unrest;
        return true;
    }

    private FileSetChange? Read(TimeSpan now, bool isMoving)
    {
        var content = Content();
        var done = Now;
        var cost = done - now;
        unrestEnds = isMoving ? done + (cost * MovingCost) : null;
        // What was read may be of two states: it is read again.
        if (Moved(done)) return null;
        if (IsKnown(content)) return Close(null, done, cost);
        if (!isOpen)
        {
            // The file system shows no change, so that it may be going on.
            (isOpen, changedAt, readAt) = (true, done, done + Rest);
            return null;
        }

        if (content.Problem is null) return Close(content, done, cost);
        if (isMoving) return null;
        if (done - changedAt >= Patience) return Close(content, done, cost);
        readAt = Min(done + Max(Retry, cost * MovingCost), changedAt + Patience);
        return null;
    }

    private FileSetChange? Close(FileSetChange? change, TimeSpan now, TimeSpan cost)
    {
        reported = change ?? reported;
        (isOpen, unrestEnds, readAt) = (false, null, now + Max(Distrust, cost * RestingCost));
        return change;
    }

    private FileSetChange Content()
    {
        var hash = "";
        try
        {
            hash = watched.Hash();
            var known = hash == inUse || reported == new FileSetChange(hash, null);
            return new(hash, known ? null : watched.Problem());
        }
        catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException)
        {
            return new(hash, exception.Message);
        }
    }

    /// <summary>Whether nothing need be said: of the content in use, and of what was said already.</summary>
    private bool IsKnown(FileSetChange content)
    {
        if (content.Hash == inUse)
        {
            // Whatever comes after the content in use is new again.
            reported = null;
            return true;
        }

        return reported?.Hash == content.Hash && (reported.Problem is null) == (content.Problem is null);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
