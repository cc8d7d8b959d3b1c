namespace Agro.Models.Generation.Panels;

/// <summary>What a low-rank adapter adds to a projection, from the adapter's own memory: nothing is merged, nothing copied.</summary>
/// <param name="down">A, <c>[rank, in]</c>.</param>
/// <param name="up">B, <c>[out, rank]</c>.</param>
/// <param name="scale">What its output is multiplied by.</param>
/// <param name="low">Room for A x, <c>[panels, rank, Lanes]</c>.</param>
internal sealed unsafe class PanelAdapter(PanelLinear down, PanelLinear up, float scale, float* low)
{
    private const int Lanes = PanelLinear.Lanes;

    /// <summary>Computes A x of some panels, before <see cref="AddRows"/>.</summary>
    /// <param name="work">The panels.</param>
    /// <param name="x"><c>[all panels, in, Lanes]</c>.</param>
    public void Narrow(PanelWork work, float* x) => work.Project(down, x, low);

    /// <summary>Adds to some outputs of neighboring panels.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="count">How many outputs.</param>
    /// <param name="panels">The panels.</param>
    /// <param name="y">Where the first output of the first panel is, <c>[count, Lanes]</c>.</param>
    /// <param name="stride">From there to the next panel's, in floats.</param>
    /// <param name="lanes">How many lanes of the last panel are used.</param>
    public void AddRows(int first, int count, (int First, int Count) panels, float* y, nint stride, int lanes)
    {
        var piece = stackalloc float[PanelWork.MostRows * Lanes];
        for (var panel = 0; panel < panels.Count; panel++)
        {
            var x = low + ((nint)(panels.First + panel) * down.Outputs * Lanes);
            for (var row = 0; row < count; row += PanelWork.MostRows)
            {
                var rows = Math.Min(PanelWork.MostRows, count - row);
                up.Rows(first + row, rows, x, piece, 0, 1, panels.Count == 1 ? lanes : Lanes);
                PanelMath.AddScaled(y + (panel * stride) + ((nint)row * Lanes), piece, scale, rows * Lanes);
            }
        }
    }
}
