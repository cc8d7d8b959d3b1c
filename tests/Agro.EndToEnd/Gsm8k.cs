using Agro.Tests;

namespace Agro.EndToEnd;

/// <summary>What points the recipes for GSM8K at the real data and at a small real language model.</summary>
internal static class Gsm8k
{
    public static string[] Sets =>
    [
        "--set", $"policy.model={SharedData.PathOf("data", "models", "stories260k")}",
        "--set", $"data.train.path={SharedData.PathOf("data", "gsm8k", "train.jsonl.gz")}",
        "--set", $"data.eval.path={SharedData.PathOf("data", "gsm8k", "test.jsonl.gz")}",
    ];
}
