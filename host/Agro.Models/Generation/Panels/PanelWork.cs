namespace Agro.Models.Generation.Panels;

/// <summary>
/// How a pass is spread over threads: some panels on this thread from end to end, or all panels with every phase and every projection's
/// outputs spread. The first suits many sequences and weights that fit the caches, the second few sequences or large weights.
/// </summary>
/// <param name="First">The first panel.</param>
/// <param name="Count">How many panels.</param>
/// <param name="Team">The threads for each phase; null for this thread alone.</param>
/// <param name="LastLanes">How many lanes of the last panel are used.</param>
internal readonly unsafe record struct PanelWork(int First, int Count, PanelTeam? Team, int LastLanes)
{
    /// <summary>The most rows of a piece of work, for which whoever makes room on the stack has enough: a multiple of the kernels' blocks of rows.</summary>
    public const int MostRows = 96;

    private const int Lanes = PanelLinear.Lanes;

    // Less is not worth handing over; a multiple of the kernels' blocks too.
    private const int LeastRows = PanelColumns.Block;

    /// <summary>Runs a phase on every panel.</summary>
    public void Panels(Action<int> phase)
    {
        if (Team is not null && Count > 1)
        {
            var first = First;
            Team.Run(Count, piece => phase(first + piece));
        }
        else
        {
            for (var panel = First; panel < First + Count; panel++) phase(panel);
        }
    }

    /// <summary>Applies a projection, <c>[all panels, in, Lanes]</c> to <c>[all panels, out, Lanes]</c>.</summary>
    public void Project(PanelLinear projection, float* input, float* output)
    {
        var stride = (nint)projection.Outputs * Lanes;
        var x = input + (First * (nint)projection.Inputs * Lanes);
        var y = output + (First * stride);
        var (start, count, lanes, adapter) = (First, Count, LastLanes, projection.Adapter);
        adapter?.Narrow(this, input);
        Rows(projection.Outputs, (first, rows) =>
        {
            projection.Rows(first, rows, x, y + ((nint)first * Lanes), stride, count, lanes);
            adapter?.AddRows(first, rows, (start, count), y + ((nint)first * Lanes), stride, lanes);
        });
    }

    /// <summary>Runs an action on pieces of a number of rows: (first, count).</summary>
    public void Rows(int rows, Action<int, int> action)
    {
        if (Team is null || rows <= LeastRows)
        {
            action(0, rows);
            return;
        }

        // Two pieces for each thread at least, so that one which began late leaves the other something.
        var share = (rows + (2 * Team.Threads) - 1) / (2 * Team.Threads);
        var size = Math.Clamp((share + LeastRows - 1) / LeastRows * LeastRows, LeastRows, MostRows);
        Team.Run((rows + size - 1) / size, piece => action(piece * size, Math.Min(size, rows - (piece * size))));
    }
}
