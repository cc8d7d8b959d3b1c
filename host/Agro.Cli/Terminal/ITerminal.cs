using Agro.Engine;

namespace Agro.Cli.Terminal;

/// <summary>Shows a run to a person. Disposing leaves the terminal as it was, whether the run ended or threw.</summary>
internal interface ITerminal : IRunObserver, IDisposable;
