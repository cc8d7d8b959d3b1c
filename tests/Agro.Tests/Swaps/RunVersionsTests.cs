using Agro.Engine.Swaps;

namespace Agro.Tests.Swaps;

public sealed class RunVersionsTests : IDisposable
{
    private readonly VersionedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_run_without_swaps_used_what_it_began_with()
    {
        _run.Event("started", 0, components: [("rewards/polite", "a1"), ("hooks/0", "c1")]);
        _run.Metrics(20);
        _run.Event("ended", 20);
        var versions = _run.Read();
        Assert.Equal((20, true), (versions.LastStep, versions.Ended));
        Assert.Equal(["rewards/polite", "hooks/0"], versions.Slots);
        Assert.Equal(["a1 1-20 Start"], Of(versions, "rewards/polite"));
        Assert.Empty(versions.Refused);
    }

    [Fact]
    public void A_swap_ends_one_version_and_begins_the_next_in_its_own_slots_only()
    {
        _run.Event("started", 0, components: [("rewards/polite", "a1"), ("rewards/short", "a1"), ("algorithm", "b1")]);
        _run.Event("swap", 12, "x", components: [("rewards/polite", "a2"), ("rewards/short", "a2")]);
        _run.Event("swap-confirmed", 17, "x");
        _run.Metrics(20);
        var versions = _run.Read();
        Assert.False(versions.Ended);
        Assert.Equal(["a1 1-12 Start", "a2 13- Swap, confirmed 17"], Of(versions, "rewards/polite"));
        Assert.Equal(["a1 1-12 Start", "a2 13- Swap, confirmed 17"], Of(versions, "rewards/short"));
        Assert.Equal(["b1 1- Start"], Of(versions, "algorithm"));
    }

    [Fact]
    public void A_version_that_failed_in_its_first_step_ran_none()
    {
        _run.Event("started", 0, components: [("rewards/polite", "a1")]);
        _run.Event("swap", 12, "x", components: [("rewards/polite", "a2")]);
        _run.Event("swap-back", 12, "x", components: [("rewards/polite", "a1")], reason: "it threw", redone: true);
        _run.Metrics(14);
        Assert.Equal(["a1 1-12 Start", "a2 13-12 Swap", "a1 13- Back, it threw, redone"], Of(_run.Read(), "rewards/polite"));
    }

    [Fact]
    public void A_version_that_went_too_far_ran_until_it_was_taken_back()
    {
        _run.Event("started", 0, components: [("rewards/polite", "a1")]);
        _run.Event("swap", 12, "x", components: [("rewards/polite", "a2")]);
        _run.Event("swap-back", 14, "x", components: [("rewards/polite", "a1")], reason: "kl 9 is above max_kl", redone: false);
        _run.Metrics(20);
        _run.Event("failed", 20);
        Assert.Equal(
            ["a1 1-12 Start", "a2 13-14 Swap", "a1 15-20 Back, kl 9 is above max_kl"], Of(_run.Read(), "rewards/polite"));
    }

    [Fact]
    public void Resuming_cuts_what_came_after_the_checkpoint()
    {
        _run.Event("started", 0, components: [("rewards/polite", "a1"), ("hooks/0", "c1")]);
        _run.Event("swap", 5, "x", components: [("rewards/polite", "a2")]);
        _run.Event("swap-confirmed", 12, "x");
        _run.Event("swap-refused", 8, "y", reason: "early");
        _run.Event("swap-refused", 11, "y", reason: "late");
        _run.Event("swap", 13, "x", components: [("rewards/polite", "a3")]);
        _run.Event("resumed", 10, components: [("rewards/polite", "a2"), ("hooks/0", "c2"), ("algorithm", "b1")]);
        _run.Metrics(15);
        var versions = _run.Read();
        Assert.Equal(["a1 1-5 Start", "a2 6- Swap"], Of(versions, "rewards/polite"));
        Assert.Equal(["c1 1-10 Start", "c2 11- Resume"], Of(versions, "hooks/0"));
        Assert.Equal(["b1 11- Resume"], Of(versions, "algorithm"));
        Assert.Equal(["early"], versions.Refused.Select(refused => refused.Reason));
    }

    [Fact]
    public void Starting_from_the_beginning_again_forgets_everything()
    {
        _run.Event("started", 0, components: [("rewards/polite", "a1"), ("hooks/0", "c1")]);
        _run.Event("swap", 5, "x", components: [("rewards/polite", "a2")]);
        _run.Event("resumed", 0, components: [("rewards/polite", "a3")]);
        _run.Metrics(2);
        var versions = _run.Read();
        Assert.Equal(["rewards/polite"], versions.Slots);
        Assert.Equal(["a3 1- Start"], Of(versions, "rewards/polite"));
    }

    [Fact]
    public void A_slot_that_a_resumed_run_has_no_more_ends_at_its_checkpoint()
    {
        _run.Event("started", 0, components: [("rewards/polite", "a1"), ("hooks/0", "c1")]);
        _run.Event("resumed", 10, components: [("rewards/polite", "a1")]);
        _run.Metrics(20);
        _run.Event("ended", 20);
        Assert.Equal(["a1 1-20 Start"], Of(_run.Read(), "rewards/polite"));
        Assert.Equal(["c1 1-10 Start"], Of(_run.Read(), "hooks/0"));
    }

    [Fact]
    public void A_version_waits_until_it_is_taken_or_refused()
    {
        _run.Event("started", 0, components: [("rewards/polite", "a1")]);
        _run.Event("swap-held", 3, "x", "a2", reason: "too far");
        Assert.True(Assert.Single(_run.Read().Refused).Waits);
        _run.Event("swap-refused", 4, "x", "a2", reason: "a person said no");
        Assert.Equal((false, "a person said no"), Assert.Single(_run.Read().Refused.Select(refused => (refused.Waits, refused.Reason))));
        _run.Event("swap-held", 5, "x", "a3", reason: "too far");
        _run.Event("swap", 6, "x", "a3", components: [("rewards/polite", "a3")]);
        Assert.Single(_run.Read().Refused);
    }

    [Fact]
    public void A_last_line_that_is_being_written_does_not_count_and_another_broken_line_is_named()
    {
        _run.Event("started", 0, components: [("rewards/polite", "a1")]);
        _run.Metrics(9);
        _run.Append("events.jsonl", """{"event":"swap","step":4,"compo""");
        _run.Append("metrics.jsonl", """{"step":1""");
        Assert.Equal((9, "a1 1- Start"), (_run.Read().LastStep, Assert.Single(Of(_run.Read(), "rewards/polite"))));
        _run.Append("events.jsonl", "\n{}\n");
        Assert.EndsWith("events.jsonl:2: is not a JSON object", Assert.Throws<InputException>(_run.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_a_host_that_wrote_no_components_with_its_events_has_those_of_its_manifest()
    {
        _run.Event("started", 0);
        _run.Event("resumed", 10);
        _run.Append("summary.json", """{"steps": 12}""");
        var versions = _run.Read();
        Assert.Equal((12, "a0 1- Start"), (versions.LastStep, Assert.Single(Of(versions, "rewards/polite"))));
    }

    [Fact]
    public void Another_folder_is_refused()
    {
        var message = Assert.Throws<InputException>(() => RunVersions.Read(_run.Directory + "x")).Message;
        Assert.Contains("holds no run (no run.json)", message, StringComparison.Ordinal);
        _run.Append("events.jsonl", """{"event":"swap","step":"four"}""" + "\n");
        Assert.Contains("is not as a run writes it", Assert.Throws<InputException>(_run.Read).Message, StringComparison.Ordinal);
    }

    private static List<string> Of(RunVersions versions, string slot) => [.. versions.Of(slot).Select(span =>
        $"{span.Sha256} {span.From}-{span.To} {span.Arrival}"
        + (span.ConfirmedAfter is { } step ? $", confirmed {step}" : "")
        + (span.Reason is { } reason ? $", {reason}" : "")
        + (span.RedoesStep ? ", redone" : ""))];
}
