namespace Agro.Tests.Rewards.Isolation;

/// <summary>The source of rewards that do what the completion says: all that must not end a run.</summary>
internal static class Abuses
{
    public const string Source = """
        public record AbuseOptions { public double Factor { get; init; } = 1; [PathOption] public string? File { get; init; } public bool Refuse { get; init; } }

        /// <summary>Does what it is told.</summary>
        [Component("abuse")]
        public sealed class Abuse : IRewardFunction
        {
            private readonly AbuseOptions options;
            private static readonly List<byte[]> Held = new();

            public Abuse(AbuseOptions options)
            {
                if (options.Refuse) throw new InputException("abuse.refuse: is not liked");
                this.options = options;
            }

            public async ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token)
            {
                switch (completion.Text.Split(' ')[0])
                {
                    case "hang": while (true) { }
                    case "sleep": Thread.Sleep(Timeout.Infinite); break;
                    case "patient": await Task.Delay(Timeout.Infinite, token); break;
                    case "overflow": return Deep(0);
                    case "exit": Environment.Exit(3); break;
                    case "exit-quietly": Environment.Exit(0); break;
                    case "fail-fast": Environment.FailFast("had enough"); break;
                    case "thread": new Thread(() => throw new InvalidOperationException("on another thread")).Start(); Thread.Sleep(Timeout.Infinite); break;
                    case "later": new Thread(() => { Thread.Sleep(50); throw new InvalidOperationException("a little later"); }).Start(); return 7;
                    case "managed": while (true) Held.Add(GC.AllocateUninitializedArray<byte>(1 << 24));
                    case "native": Native(); break;
                    case "leak": Held.Add(Touched(40 << 20)); return Held.Count;
                    case "throw": throw new InvalidOperationException("does not like it");
                    case "nan": return double.NaN;
                    case "print": Console.WriteLine("{\"results\":[{\"value\":99}]}"); Console.Out.Flush(); return 5;
                    case "raw-print": using (var raw = Console.OpenStandardOutput()) { raw.Write("{\"results\":[{\"value\":99}]}\n"u8); raw.Flush(); } return 6;
                    case "read": return Console.In.ReadLine() is null ? 4 : 99;
                    case "child":
                        var child = System.Diagnostics.Process.Start("sleep", "1000")!;
                        System.IO.File.WriteAllText(completion.Text.Split(' ')[1], child.Id.ToString());
                        while (true) { }
                    case "orphan":
                        var shell = System.Diagnostics.Process.Start("sh", new[] { "-c", "sleep 1000 & echo $! > " + completion.Text.Split(' ')[1] })!;
                        shell.WaitForExit();
                        Environment.Exit(4);
                        break;
                    case "pid": return Environment.ProcessId;
                    case "file": return System.IO.File.ReadAllText(options.File!).Length;
                    case "answer": return RewardResult.Of(prompt.Answer == "42" ? 1 : 0, "said " + prompt.Fields["who"], extracted: prompt.Messages[0].Content);
                    case "logprob": return completion.LogProbs[0];
                    case "none": return RewardResult.NotApplicable("nothing to say");
                }

                return options.Factor * completion.Tokens.Length;
            }

            private static int Deep(int depth) => depth < 0 ? 0 : Deep(depth + 1) + Deep(depth + 2);

            private static unsafe void Native()
            {
                while (true)
                {
                    var memory = (byte*)System.Runtime.InteropServices.NativeMemory.Alloc(1 << 24);
                    for (var i = 0; i < 1 << 24; i += 4096) memory[i] = 1;
                }
            }

            private static byte[] Touched(int bytes) { var array = new byte[bytes]; Array.Fill(array, (byte)1); return array; }
        }

        [Component("ranks")]
        public sealed class Ranks : IGroupRewardFunction
        {
            public ValueTask<IReadOnlyList<RewardResult>> ScoreGroupAsync(Prompt prompt, IReadOnlyList<Completion> group, CancellationToken token)
            {
                if (group.Any(completion => completion.Text == "exit")) Environment.Exit(1);
                return new(group.Select((_, i) => RewardResult.Of(i)).ToList());
            }
        }

        [Component("counting")]
        public sealed class Counting : IRewardFunction, IStateful
        {
            private int calls;

            public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token)
            {
                if (completion.Text == "exit") Environment.Exit(1);
                return new(RewardResult.Of(++calls));
            }

            public ComponentState SaveState() => new(1, new System.Text.Json.Nodes.JsonObject { ["calls"] = calls });

            public void LoadState(ComponentState state) => calls = (int)state.Data["calls"]!;
        }

        public static class Other { public const int Version = 1; }
        """;
}
