using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Engine.Rollouts;
using Agro.Models.ChatTemplates;
using Agro.Models.Tokenizers;

namespace Agro.Tests.Rollouts;

/// <summary>Prompts that are conversations, up to their tokens.</summary>
public sealed class ConversationFormatTests : IDisposable
{
    private const string Template =
        "{{ bos_token }}{% for m in messages %}{% if m.role == 'tool' %}{{ raise_exception('no tools') }}{% endif %}"
        + "[{{ m.role }}]{{ m.content }}{{ eos_token }}{% endfor %}{% if add_generation_prompt %}[assistant]{{ 'hm' if think }}{% endif %}";

    private readonly TemporaryFolder _folder = new();
    private readonly Tokenizer _tokenizer;

    public ConversationFormatTests()
    {
        // A tokenizer of bytes that begins every text with a token of its own.
        var source = Path.Combine(SharedData.Repository, "recipes", "models", "quickstart-init", "tokenizer.json");
        var json = JsonNode.Parse(File.ReadAllText(source))!;
        json["post_processor"] = JsonSerializer.SerializeToNode(new
        {
            type = "TemplateProcessing",
            single = new object[] { new { SpecialToken = new { id = "<|pad|>", type_id = 0 } }, new { Sequence = new { id = "A", type_id = 0 } } },
            pair = Array.Empty<object>(),
            special_tokens = new Dictionary<string, object> { ["<|pad|>"] = new { id = "<|pad|>", ids = new[] { 256 }, tokens = new[] { "<|pad|>" } } },
        });
        _folder.Write("tokenizer.json", json.ToJsonString());
        _folder.Write("tokenizer_config.json", """{"bos_token": "<|pad|>", "eos_token": "<|endoftext|>"}""");
        _tokenizer = Tokenizer.Load(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_template_writes_special_tokens_and_none_is_added()
    {
        _folder.Write("chat_template.jinja", Template);
        var tokens = Assert.Single(Take(Own(), new(Role.System, "S"), new(Role.User, "Hi"))).Tokens;
        Assert.Equal("<|pad|>[system]S<|endoftext|>[user]Hi<|endoftext|>[assistant]", _tokenizer.Decode(tokens.AsSpan(), skipSpecialTokens: false));
        Assert.Equal((1, 2), (tokens.Count(token => token == 256), tokens.Count(token => token == 257)));
    }

    [Fact]
    public void Plain_prompts_need_no_template_and_get_the_tokenizers_own_tokens()
    {
        _folder.Write("chat_template.jinja", "{% not a template");
        Assert.Equal([256, .. _tokenizer.Encode("Hi", addSpecialTokens: false)], Assert.Single(Take(Own())).Tokens);
    }

    [Fact]
    public void A_recipe_names_another_template_and_gives_variables()
    {
        _folder.Write("chat_template.jinja", "own");
        using var variables = JsonDocument.Parse("""{"think": true}""");
        var named = ChatTemplate.Load(_folder.Path, _folder.Write("other.jinja", Template));
        var format = new ConversationFormat(_folder.Path, named, variables.RootElement.EnumerateObject().ToDictionary(v => v.Name, v => v.Value));
        var tokens = Assert.Single(Take(format, new Message(Role.User, "Hi"))).Tokens;
        Assert.Equal("<|pad|>[user]Hi<|endoftext|>[assistant]hm", _tokenizer.Decode(tokens.AsSpan(), skipSpecialTokens: false));
    }

    [Fact]
    public void Without_a_template_conversations_are_refused()
    {
        var fault = Assert.Throws<AgroException>(() => Take(Own(), new Message(Role.User, "Hi")));
        Assert.Equal(
            "prompt 'p' is a conversation, and the policy has no chat template: give one as policy.chat_template, or take prompts of plain text", fault.Message);
    }

    [Fact]
    public void A_conversation_that_the_template_refuses_is_named()
    {
        var file = _folder.Write("chat_template.jinja", Template);
        var fault = Assert.Throws<AgroException>(() => Take(Own(), new Message(Role.Tool, "42")));
        Assert.Equal($"prompt 'p': {file}:1:82: no tools", fault.Message);
    }

    [Theory]
    [InlineData(Template, 257)]
    [InlineData("{% for m in messages %}{{ m.content }}<|pad|><|endoftext|>{% endfor %}", 256)]
    [InlineData("{% for m in messages %}{{ m.content }}\n{% endfor %}", null)]
    [InlineData("{{ raise_exception('never') }}", null)]
    public void An_answer_ends_as_the_template_ends_it(string template, int? expected)
    {
        _folder.Write("chat_template.jinja", template);
        Assert.Equal(expected, Own().EndOfAnswer(_tokenizer, [256, 257]));
    }

    [Fact]
    public void Demonstrations_of_conversations_end_so_too()
    {
        var given = new GivenCompletions(_tokenizer, prompt => prompt.Messages.IsEmpty ? 257 : 256, 100);
        var prompt = new Prompt { Id = "p", Text = "Hi", Demonstration = "Yo" };
        Assert.Equal([.. _tokenizer.Encode("Yo", false), 257], given.Demonstration(prompt).Tokens);
        Assert.Equal([.. _tokenizer.Encode("Yo", false), 256], given.Demonstration(prompt with { Messages = [new(Role.User, "Hi")] }).Tokens);
    }

    private ConversationFormat Own() => new(_folder.Path, null, ImmutableDictionary<string, JsonElement>.Empty);

    private IReadOnlyList<TokenizedPrompt> Take(ConversationFormat format, params Message[] messages) =>
        new PromptIntake(_tokenizer, 100, null, format).ForSampling(new Single(messages), [0], 1, 1, TestContext.Current.CancellationToken).Prompts;

    private sealed class Single(Message[] messages) : IDataSource
    {
        public long? Count => 1;

        public ValueTask<Prompt> GetAsync(long index, CancellationToken cancellationToken) =>
            new(new Prompt { Id = "p", Text = "Hi", Messages = [.. messages] });
    }
}
