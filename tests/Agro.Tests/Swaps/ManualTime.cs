namespace Agro.Tests.Swaps;

/// <summary>A clock that goes on when told to.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long milliseconds;

    public override long TimestampFrequency => 1000;

    public int Now => (int)milliseconds;

    public override long GetTimestamp() => milliseconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(55).AddMilliseconds(milliseconds);

    public void Advance(int by) => milliseconds += by;
}
