using Agro.Models.Generation.Panels;

namespace Agro.Tests.Models;

public class PanelTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_piece_of_every_round_is_done_once_before_the_round_ends(int threads)
    {
        using var team = new PanelTeam(threads);
        var done = new int[17];
        for (var round = 1; round <= 3000; round++)
        {
            team.Run(1 + (round % 17), piece => Interlocked.Increment(ref done[piece]));
            // Long enough now and then for helpers to fall asleep.
            if (round % 1000 == 0) Thread.SpinWait(2_000_000);
        }

        Assert.Equal(Enumerable.Range(0, 17).Select(piece => Enumerable.Range(1, 3000).Count(round => 1 + (round % 17) > piece)), done);
    }

    [Fact]
    public void What_a_piece_throws_comes_out_and_the_team_goes_on()
    {
        using var team = new PanelTeam(3);
        for (var round = 0; round < 200; round++)
        {
            var fault = Assert.ThrowsAny<InvalidOperationException>(() => team.Run(8, piece =>
            {
                if (piece % 2 == 1) throw new InvalidOperationException("oh no");
            }));
            Assert.Contains("oh no", fault.ToString(), StringComparison.Ordinal);
        }

        var count = 0;
        team.Run(100, _ => Interlocked.Increment(ref count));
        Assert.Equal(100, count);
    }
}
