namespace Agro.Engine.Tabular;

/// <summary>Where a policy is.</summary>
/// <param name="Step">Steps that it has behind it.</param>
/// <param name="Divergence">KL(pi || pi*), in nats.</param>
/// <param name="NormalizedDivergence">The same relative to where it started.</param>
/// <param name="Reward">The expected reward.</param>
/// <param name="Objective">The expected reward less beta KL(pi || pi_ref).</param>
public readonly record struct TabularPoint(long Step, double Divergence, double NormalizedDivergence, double Reward, double Objective);
