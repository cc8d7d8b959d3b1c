using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Agro.Plugins.Rewards.Schemas;

/// <summary>
/// 1 if the completion's JSON fits a JSON Schema (draft 2020-12), 0 otherwise. References within the schema, formats and all keywords of
/// validation are known; a schema with another keyword (<c>unevaluatedProperties</c>, references to other documents or by name) is refused at the start. An object with
/// a name twice is no JSON here.
/// </summary>
[Component("json-schema")]
internal sealed class JsonSchemaReward : IRewardFunction, IRewardCanaries
{
    private const int MostKept = 1000;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);
    private readonly JsonSchemaOptions _options;
    private readonly JsonSchema? _schema;

    /// <summary>Reads the schema.</summary>
    /// <param name="options">The schema and where the JSON stands.</param>
    /// <exception cref="InputException">There is not exactly one schema, it is none, or has a keyword that is not known here.</exception>
    public JsonSchemaReward(JsonSchemaOptions options)
    {
        string?[] given = [options.Schema, options.SchemaPath, options.SchemaField];
        if (given.Count(one => one is not null) != 1) throw new InputException("json-schema: give exactly one of schema, schema_path and schema_field");
        if (options.In.Count == 0) throw new InputException("json-schema: in is empty: name at least one place where the JSON may stand");
        _options = options;
        if (options.Schema is { } text) _schema = JsonSchema.Read("json-schema: schema", text);
        if (options.SchemaPath is { } path) _schema = JsonSchema.Read(path, Content(path));
    }

    /// <inheritdoc/>
    /// <remarks>The schema's own <c>examples</c> are right; a schema without leaves right answers to the recipe's canaries.</remarks>
    public IReadOnlyList<RewardCanary> Canaries => _schema is null ? [RewardCanary.Of("no schema", null, "{}", ExpectedReward.None)] :
    [
        .. _schema.Examples.Select((example, i) => RewardCanary.Of($"example {i + 1} of the schema", null, JsonPlaces.Write(_options.In[0], example), 1)),
        RewardCanary.Of("no JSON", null, JsonPlaces.Write(_options.In[0], "{\"a\": "), 0),
    ];

    /// <inheritdoc/>
    /// <exception cref="InputException">The schema in the prompt's field is none.</exception>
    /// <exception cref="NotSupportedException">The schema takes more work on the completion than any honest one.</exception>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        if ((_schema ?? SchemaOf(prompt)) is not { } schema) return new(RewardResult.NotApplicable($"the prompt has no field '{_options.SchemaField}'"));
        var text = _options.In.Select(place => JsonPlaces.Find(place, completion.Text)).FirstOrDefault(found => !string.IsNullOrWhiteSpace(found));
        return new(text is null ? RewardResult.Of(0, "no JSON found") : Score(schema, text));
    }

    private RewardResult Score(JsonSchema schema, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return schema.FaultOf(document.RootElement) is { } fault
                ? RewardResult.Of(_options.JsonReward, fault, text)
                : RewardResult.Of(1, "fits the schema", text);
        }
        catch (JsonException exception)
        {
            return RewardResult.Of(0, $"no JSON: {exception.Message}", text);
        }
        catch (InvalidOperationException exception)
        {
            // A text with half of a surrogate pair cannot be read as text.
            return RewardResult.Of(0, $"no JSON: {exception.Message}", text);
        }
    }

    private JsonSchema? SchemaOf(Prompt prompt)
    {
        if (!prompt.Fields.TryGetValue(_options.SchemaField!, out var text)) return null;
        if (_schemas.Count > MostKept) _schemas.Clear();
        return _schemas.GetOrAdd(text, source => JsonSchema.Read($"prompt '{prompt.Id}': {_options.SchemaField}", source));
    }

    private static string Content(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }
}

/// <summary>Options of <c>json-schema</c>: exactly one schema.</summary>
internal sealed record JsonSchemaOptions
{
    /// <summary>The schema itself, as JSON text.</summary>
    public string? Schema { get; init; }

    /// <summary>A file with the schema.</summary>
    [PathOption]
    public string? SchemaPath { get; init; }

    /// <summary>The prompt's field that holds the schema, for data sets in which each prompt has its own.</summary>
    public string? SchemaField { get; init; }

    /// <summary>
    /// Where the JSON may stand, in the order in which the places are tried: the first that has something counts. Any of <c>whole</c>, <c>code_block</c>,
    /// <c>answer_tag</c>, <c>embedded</c>.
    /// </summary>
    public IReadOnlyList<JsonPlace> In { get; init; } = [JsonPlace.CodeBlock, JsonPlace.Whole];

    /// <summary>What JSON is worth that does not fit the schema. 0 by default.</summary>
    [Range(0, 1, MaximumIsExclusive = true)]
    public double JsonReward { get; init; }
}
