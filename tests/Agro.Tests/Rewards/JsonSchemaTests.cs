using System.Collections.Immutable;
using Agro.Plugins.Rewards.Schemas;

namespace Agro.Tests.Rewards;

public class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type": "integer"}""", "1 1.0 -3 1e2", "1.5 \"1\" null [] true")]
    [InlineData("""{"type": ["string", "null"]}""", "\"\" null", "0 {} false")]
    [InlineData("""{"enum": [1, "a", {"b": [2]}]}""", "1 1.0 \"a\" {\"b\":[2.0]}", "2 \"A\" {\"b\":[]}")]
    [InlineData("""{"const": 0.1}""", "0.1 0.10 1e-1", "0.10000000000000001 \"0.1\"")]
    [InlineData("""{"minimum": 0.3, "exclusiveMaximum": 1}""", "0.3 0.99 \"x\"", "0.2999999999999999999999 1 1.0")]
    [InlineData("""{"maximum": 3, "exclusiveMinimum": 0}""", "3 0.01", "0 3.0001")]
    [InlineData("""{"multipleOf": 0.1}""", "0.3 0.7 2 \"x\"", "0.35")]
    [InlineData("""{"minLength": 2, "maxLength": 3}""", "\"ab\" \"\\ud83d\\ude00b\" 7", "\"a\" \"abcd\" \"\\ud83d\\ude00\"")]
    [InlineData("""{"pattern": "^[a-z]+$"}""", "\"ab\" 7", "\"aB\" \"\" \"ab\\n\"")]
    [InlineData("""{"pattern": "^\\p{Lu}[$]"}""", "\"\\u00c9$\"", "\"e$\" \"\\u00c9\"")]
    [InlineData("""{"pattern": "^\\d$"}""", "\"3\"", "\"\\u0663\"")]
    [InlineData("""{"required": ["a", "b"]}""", "{\"a\":1,\"b\":null} 7", "{\"a\":1} {}")]
    [InlineData("""{"properties": {"a": {"type": "string"}}, "additionalProperties": false}""", "{\"a\":\"\"} {} []", "{\"a\":1} {\"b\":1}")]
    [InlineData("""{"properties": {"a": true}, "patternProperties": {"^x": {"type": "null"}}, "additionalProperties": {"type": "integer"}}""", "{\"a\":\"s\",\"x1\":null,\"z\":3}", "{\"x1\":3} {\"z\":\"s\"}")]
    [InlineData("""{"propertyNames": {"maxLength": 2}}""", "{\"ab\":1}", "{\"abc\":1}")]
    [InlineData("""{"minProperties": 1, "maxProperties": 2}""", "{\"a\":1}", "{} {\"a\":1,\"b\":1,\"c\":1}")]
    [InlineData("""{"dependentRequired": {"a": ["b"]}}""", "{} {\"b\":1} {\"a\":1,\"b\":1}", "{\"a\":1}")]
    [InlineData("""{"dependentSchemas": {"a": {"required": ["b"]}}}""", "{} {\"a\":1,\"b\":1}", "{\"a\":1}")]
    [InlineData("""{"items": {"type": "integer"}, "minItems": 1, "maxItems": 2}""", "[1] [1,2] {}", "[] [\"a\"] [1,2,3]")]
    [InlineData("""{"prefixItems": [{"type": "string"}], "items": false}""", "[\"a\"] []", "[1] [\"a\",1]")]
    [InlineData("""{"contains": {"const": 1}}""", "[2,1] 7", "[2] []")]
    [InlineData("""{"contains": {"const": 1}, "minContains": 2, "maxContains": 3}""", "[1,1] [1,2,1,1]", "[1] [1,1,1,1]")]
    [InlineData("""{"contains": {"const": 1}, "minContains": 0}""", "[] [2]", "")]
    [InlineData("""{"uniqueItems": true}""", "[1,2] [{\"a\":1},{\"a\":2}] [1,\"1\"]", "[1,1.0] [{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]")]
    [InlineData("""{"allOf": [{"type": "integer"}, {"minimum": 2}]}""", "2", "1 2.5")]
    [InlineData("""{"anyOf": [{"type": "integer"}, {"type": "null"}]}""", "2 null", "\"a\"")]
    [InlineData("""{"oneOf": [{"type": "integer"}, {"minimum": 2}]}""", "1 2.5", "3 1.5")]
    [InlineData("""{"not": {"type": "integer"}}""", "\"a\"", "1")]
    [InlineData("""{"if": {"minimum": 10}, "then": {"multipleOf": 10}, "else": {"maximum": 5}}""", "20 5", "15 7")]
    [InlineData("""{"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"type": "null"}}}""", "null", "1")]
    [InlineData("""{"type": "object", "properties": {"next": {"$ref": "#"}}, "additionalProperties": false}""", "{\"next\":{\"next\":{}}}", "{\"next\":{\"other\":1}} {\"next\":1}")]
    [InlineData("""{"definitions": {"x": {"items": {"$ref": "#/definitions/x"}, "type": "array"}}, "$ref": "#/definitions/x"}""", "[[],[[]]]", "[[1]]")]
    [InlineData("""{"format": "date"}""", "\"2024-02-29\" 7", "\"2023-02-29\" \"2024-2-1\"")]
    [InlineData("""{"format": "date-time"}""", "\"2024-02-29T12:00:00Z\" \"2024-02-29t12:00:00.5+02:00\"", "\"2024-02-29\" \"2024-02-29T12:00:00\" \"2024-02-29T24:00:00Z\"")]
    [InlineData("""{"format": "time"}""", "\"12:00:00Z\"", "\"12:00\"")]
    [InlineData("""{"format": "email"}""", "\"a.b@c.org\"", "\"a@b\" \"@c.org\"")]
    [InlineData("""{"format": "ipv4"}""", "\"127.0.0.1\"", "\"1.2.3\" \"256.1.1.1\"")]
    [InlineData("""{"format": "ipv6"}""", "\"::1\"", "\"127.0.0.1\" \"x::\"")]
    [InlineData("""{"format": "uri"}""", "\"https://a.org/b?c#d\"", "\"a/b\" \"/b\"")]
    [InlineData("""{"format": "uuid"}""", "\"2f1b6ad4-3c0c-4d0e-9a0e-0123456789ab\"", "\"2f1b6ad4\"")]
    [InlineData("true", "1 {}", "")]
    [InlineData("false", "", "1 {}")]
    [InlineData("""{"$schema": "x", "title": "t", "description": "d", "default": 1, "examples": [], "$comment": "c"}""", "1", "")]
    public void A_schema_tells_valid_from_invalid(string schema, string valid, string invalid)
    {
        var reward = new JsonSchemaReward(new() { Schema = schema });
        foreach (var json in valid.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Assert.Equal((1, "fits the schema"), (reward.Score(json).Value, reward.Score(json).Reason));
        foreach (var json in invalid.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Assert.True(reward.Score(json).Value == 0, json);
    }

    [Theory]
    [InlineData("""{"tpye": "string"}""", "#/tpye is a keyword that is not known here")]
    [InlineData("""{"properties": {"a": {"unevaluatedProperties": false}}}""", "#/properties/a/unevaluatedProperties is a keyword")]
    [InlineData("""{"$defs": {"unused": {"minimum": "1"}}}""", "#/$defs/unused/minimum must be a number")]
    [InlineData("""{"type": "text"}""", "#/type is 'text'; the types are: null, boolean")]
    [InlineData("""{"pattern": "("}""", "#/pattern has no regular expression")]
    [InlineData("""{"patternProperties": {"(": {}}}""", "has no regular expression")]
    [InlineData("""{"format": "iri"}""", "#/format is 'iri', which is not known here. Known are: date")]
    [InlineData("""{"$ref": "#/nowhere"}""", "#/nowhere is a reference to nothing")]
    [InlineData("""{"$ref": "other.json"}""", "is a reference to another document")]
    [InlineData("""{"$ref": "#name"}""", "is a reference by name")]
    [InlineData("""{"items": [{}]}""", "write prefixItems")]
    [InlineData("""{"anyOf": []}""", "#/anyOf must be a list that is not empty")]
    [InlineData("""{"multipleOf": 0}""", "must be above 0")]
    [InlineData("""{"minLength": -1}""", "must be a whole number")]
    [InlineData("""{"then": {}}""", "means nothing without if")]
    [InlineData("""{"minContains": 1}""", "means nothing without contains")]
    [InlineData("""{"not": 3}""", "#/not is no schema")]
    [InlineData("[]", "# is no schema")]
    [InlineData("{", "no JSON")]
    public void A_schema_that_is_not_understood_is_refused_at_the_start(string schema, string expected) =>
        Assert.Contains(expected, Refusal(new() { Schema = schema }), StringComparison.Ordinal);

    [Fact]
    public void A_fault_tells_where_it_is()
    {
        var reward = new JsonSchemaReward(new() { Schema = """{"properties": {"a": {"items": {"type": "integer"}}}, "required": ["b"]}""" });
        Assert.Equal("/a/1 must be of type integer", reward.Score("""{"a": [1, "x"], "b": 1}""").Reason);
        Assert.Equal("the whole lacks 'b'", reward.Score("{}").Reason);
        Assert.StartsWith("no JSON: ", reward.Score("{\"b\": 1,}").Reason, StringComparison.Ordinal);
        Assert.Equal(0, reward.Score("""{"b": 1, "b": 2}""").Value);
        Assert.Equal(0, reward.Score("").Value);
    }

    [Theory]
    [InlineData(nameof(JsonPlace.Whole), " {\"a\":1}\n", 1)]
    [InlineData(nameof(JsonPlace.Whole), "So: {\"a\":1}", 0)]
    [InlineData(nameof(JsonPlace.CodeBlock), "First\n```json\n{}\n```\nthen\n```json\n{\"a\":1}\n```\nDone.", 1)]
    [InlineData(nameof(JsonPlace.CodeBlock), "{\"a\":1}", 0)]
    [InlineData(nameof(JsonPlace.AnswerTag), "<think>{}</think><answer>{\"a\":1}</answer>", 1)]
    [InlineData(nameof(JsonPlace.Embedded), "The result is {\"a\":1}, as {said}.", 1)]
    [InlineData(nameof(JsonPlace.Embedded), "The result is {\"a\":1", 0)]
    public void Json_is_found_where_it_may_stand(string place, string completion, double expected) =>
        Assert.Equal(expected, new JsonSchemaReward(new() { Schema = """{"required": ["a"]}""", In = [Enum.Parse<JsonPlace>(place)] }).Score(completion).Value);

    [Fact]
    public void Json_that_does_not_fit_may_be_worth_something()
    {
        var reward = new JsonSchemaReward(new() { Schema = """{"type": "object"}""", JsonReward = 0.2 });
        Assert.Equal([1, 0.2, 0], ((string[])["{}", "[]", "{"]).Select(text => reward.Score(text).Value!.Value));
    }

    [Fact]
    public void Each_prompt_may_have_its_own_schema()
    {
        var reward = new JsonSchemaReward(new() { SchemaField = "schema" });
        Prompt Asking(string schema) => new() { Id = "9", Text = "", Fields = ImmutableDictionary<string, string>.Empty.Add("schema", schema) };
        Assert.Equal(1, reward.Score(Asking("""{"type": "null"}"""), "null").Value);
        Assert.Equal(0, reward.Score(Asking("""{"type": "string"}"""), "null").Value);
        Assert.Null(reward.Score("null").Value);
        Assert.Contains("prompt '9': schema: #/x", Assert.ThrowsAny<Exception>(() => reward.Score(Asking("""{"x": 1}"""), "null")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_is_read_from_a_file()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(1, new JsonSchemaReward(new() { SchemaPath = folder.Write("s.json", """{"type": "null"}""") }).Score("null").Value);
        Assert.Contains("s.json: #/a is a keyword", Refusal(new() { SchemaPath = folder.Write("s.json", """{"a": 1}""") }), StringComparison.Ordinal);
        Assert.Contains("give exactly one", Refusal(new()), StringComparison.Ordinal);
        Assert.Contains("give exactly one", Refusal(new() { Schema = "{}", SchemaField = "x" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_input_ends_soon()
    {
        var endless = new JsonSchemaReward(new() { Schema = """{"$ref": "#"}""" });
        Assert.ThrowsAny<Exception>(() => endless.Score("1"));
        var branching = new JsonSchemaReward(new() { Schema = """{"anyOf": [{"items": {"$ref": "#"}, "minItems": 1}, {"items": {"$ref": "#"}, "maxItems": 1}], "type": "array"}""" });
        Assert.ThrowsAny<Exception>(() => branching.Score(new string('[', 60) + "1" + new string(']', 60)));
        var reward = new JsonSchemaReward(new() { Schema = """{"uniqueItems": true, "type": "array"}""" });
        Assert.Equal(0, reward.Score(new string('[', 100_000)).Value);
        Assert.Equal(0, reward.Score($"[{string.Join(',', Enumerable.Range(0, 100_000))}]").Value);
        Assert.Equal(0, reward.Score("\"\\ud800\"").Value);
        Assert.Equal(0, new JsonSchemaReward(new() { Schema = """{"multipleOf": 3}""" }).Score("1e999999").Value);
    }

    private static string Refusal(JsonSchemaOptions options) => Assert.Throws<InputException>(() => new JsonSchemaReward(options)).Message;
}
