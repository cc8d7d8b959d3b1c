using Agro.Models.Transformer;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Agro.Engine.Benchmarks;

/// <summary>The steps that are measured, as a plain program over <see cref="EagerModel"/> does them: the yardstick of ours.</summary>
internal sealed class EagerTraining : IDisposable
{
    private readonly BenchmarkShape _shape;
    private readonly EagerModel _policy, _reference;
    private readonly AdamW _optimizer;

    /// <param name="shape">The work.</param>
    /// <param name="model">The weights that it starts from.</param>
    public EagerTraining(BenchmarkShape shape, CausalModel model)
    {
        (_shape, _policy, _reference) = (shape, new(model), new(model));
        _optimizer = optim.AdamW(_policy.Parameters.Values, MeasuredStep.LearningRate);
    }

    /// <summary>The work of <see cref="TrainingCase"/>.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        var rows = _shape.TrainingSequences().SelectMany(sequence => sequence.Prompt.Concat(sequence.Completion)).Select(token => (long)token).ToArray();
        Update(-_policy.LogProbs(tensor(rows, _shape.Sequences, _shape.SequenceTokens), _shape.SequenceTokens - (_shape.SequenceTokens / 2)).mean());
    }

    /// <summary>The work of <see cref="StepCase"/>: every completion is a row with its prompt, in generation as in training.</summary>
    public void ReinforcementStep()
    {
        using var scope = NewDisposeScope();
        var prompts = _shape.RandomTokens(_shape.Prompts, _shape.PromptTokens).SelectMany(prompt => Enumerable.Repeat(prompt, _shape.Completions));
        var rows = prompts.SelectMany(prompt => prompt).Select(token => (long)token).ToArray();
        var count = (long)_shape.NewTokens;
        var ids = _policy.Generate(tensor(rows, _shape.Prompts * _shape.Completions, _shape.PromptTokens), _shape.NewTokens);
        Tensor reference;
        using (no_grad()) reference = _reference.LogProbs(ids, count);
        var logProbs = _policy.LogProbs(ids, count);
        var rewards = ids.narrow(1, _shape.PromptTokens, count).lt(Constant.Of(_shape.Config.VocabularySize / 2)).to_type(ScalarType.Float32).mean([1]);
        var groups = rewards.view(_shape.Prompts, _shape.Completions);
        var advantages = ((groups - groups.mean([1], keepdim: true)) / (groups.std([1], keepdim: true) + Constant.Of(1e-4))).view(-1, 1);
        var difference = reference - logProbs;
        Update(((Constant.Of(0.04) * (difference.exp() - difference - Constant.Of(1))) - ((logProbs - logProbs.detach()).exp() * advantages)).mean());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _policy.Dispose();
        _reference.Dispose();
    }

    private void Update(Tensor loss)
    {
        _optimizer.zero_grad();
        loss.backward();
        nn.utils.clip_grad_norm_(_policy.Parameters.Values, 1);
        _optimizer.step();
    }
}
