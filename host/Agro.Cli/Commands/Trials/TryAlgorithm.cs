using System.CommandLine;
using Agro.Cli.JsonLines;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using TorchSharp;

namespace Agro.Cli.Commands.Trials;

/// <summary><c>agro-host try algorithm</c>: computes losses and their gradients.</summary>
internal static class TryAlgorithm
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var component = new ComponentArguments(ComponentKind.Algorithm);
        var dtype = CommonOptions.Type("The type that is computed in", "float64", ["float64", "float32"]);
        var command = new Command(
            "algorithm",
            "Compute losses: rows {id, algorithm, options, group, rewards, log_probs, behavior_log_probs, reference_log_probs} become "
            + "{id, loss, gradient}, the gradient with respect to each of log_probs; rows of other algorithms are passed over") { dtype };
        component.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var name = AlgorithmName.Parse(component.Name(result));
            var description = component.Find(result, name.Name);
            // Options that never fit are told before the rows are waited for.
            var given = component.Options(result);
            ComponentOptions.Bind(description, given, name.Options(component.Name(result)));
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            var rows = await RowReader.ReadAsync(LossRow.Parse, error, stop);
            var cases = rows.Where(row => row.Algorithm is null || name.Covers(AlgorithmName.Parse(row.Algorithm)))
                .Select(row => (Row: row, Algorithm: Make(row))).ToList();
            var (writer, faults) = (new RowWriter(output), new TrialFaults(error));
            var type = result.GetValue(dtype) == "float32" ? torch.ScalarType.Float32 : torch.ScalarType.Float64;
            foreach (var (row, algorithm) in cases)
            {
                var (loss, fault) = await faults.GuardAsync(
                    description, nameof(algorithm.ComputeLoss), () => Task.FromResult(LossAndGradient.Of(algorithm, row, type)), stop);
                writer.Write(loss is null ? new() { ["id"] = row.Row.Id, ["error"] = fault } : new()
                {
                    ["id"] = row.Row.Id,
                    ["loss"] = loss.Loss,
                    ["gradient"] = loss.Gradient,
                });
            }

            if (cases.Count < rows.Count)
                await error.WriteLineAsync($"{rows.Count - cases.Count} of {rows.Count} rows are of other algorithms and were passed over");
            return faults.ExitCode;

            IPolicyGradientAlgorithm Make(LossRow row)
            {
                var options = new List<OptionText> { name.Options(component.Name(result)) };
                if (row.Options is { } text) options.Add(new(row.Row.Place, text));
                if (row.Algorithm is { } written) options.Add(AlgorithmName.Parse(written).Options(row.Row.Place));
                var algorithm = ComponentFactory.Create<IPolicyGradientAlgorithm>(
                    description, ComponentOptions.Bind(description, given, options));
                row.Require(description.Name, algorithm.Needs);
                return algorithm;
            }
        });
        return command;
    }
}
