using Agro.Engine.Runs;
using Agro.Models.ChatTemplates;

namespace Agro.Tests.Runs;

/// <summary>Runs on conversations.</summary>
public sealed class ConversationRunTests : IDisposable
{
    private const string Template =
        "{% for m in messages %}<{{ m.role }}>{{ m.content }}<|endoftext|>{% endfor %}{% if add_generation_prompt %}<assistant>{{ mark }}{% endif %}\n\n";

    private readonly RunFixture _fixture = new();

    public ConversationRunTests()
    {
        _fixture.Recipe["data"] =
            "{ train: { use: jsonl, path: data.jsonl }, eval: { use: jsonl, path: data.jsonl }, chat_template_kwargs: { mark: '!' } }";
        _fixture.Write("data.jsonl", """{"prompt": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}], "answer": "1", "id": "c"}""");
        _fixture.Recipe["eval"] = "{ prompts: 1 }";
        _fixture.Recipe["rollouts"] = "{ prompts_per_step: 1, group_size: 4, max_tokens: 8 }";
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_policy_is_asked_in_the_words_of_its_template()
    {
        _fixture.Write("model/chat_template.jinja", Template);
        Assert.Equal(4, _fixture.Run("run").Steps);

        // A byte is a token, and each message ends in one more.
        var tokens = "<system>Be kind.<user>Hi<assistant>!".Length + 2;
        _fixture.Recipe["data"] = _fixture.Recipe["data"].Replace(" }, chat_", $" }}, max_prompt_tokens: {tokens - 1}, chat_", StringComparison.Ordinal);
        var fault = Assert.ThrowsAny<InputException>(() => _fixture.Run("other"));
        Assert.Contains($"no prompt fits: prompt 'c' has {tokens} tokens, more than", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_the_recipe_names_goes_into_the_checkpoints()
    {
        _fixture.Write("other.jinja", Template);
        _fixture.Recipe["policy"] = "{ model: model, chat_template: other.jinja }";
        var summary = _fixture.Run("run");
        var checkpoint = Directory.GetDirectories(Path.Combine(summary.Directory, "checkpoints")).Single();
        Assert.Equal(Template, ChatTemplate.Load(checkpoint).Text);
    }

    [Fact]
    public void Adapters_without_a_tokenizer_speak_as_their_model_does()
    {
        var adapters = BareAdapters();
        _fixture.Recipe["policy"] = $"{{ model: '{adapters}' }}";
        Assert.Equal(Template, ChatTemplate.Load(_fixture.Run("own").Checkpoint!).Text);
        var other = _fixture.Write("other.jinja", Template + "{{ eos_token }}");
        _fixture.Recipe["policy"] = $"{{ model: '{adapters}', chat_template: other.jinja }}";
        Assert.Equal(File.ReadAllText(other), ChatTemplate.Load(_fixture.Run("named").Checkpoint!).Text);
    }

    [Fact]
    public void A_policy_without_a_tokenizer_is_evaluated_with_that_of_the_adapters_in_the_recipe()
    {
        _fixture.Recipe["policy"] = $"{{ model: '{BareAdapters()}' }}";
        var bare = Directory.CreateDirectory(Path.Combine(_fixture.Folder, "bare")).FullName;
        foreach (var file in (string[])["config.json", "model.safetensors"])
            File.Copy(Path.Combine(_fixture.Folder, "model", file), Path.Combine(bare, file));
        var result = PolicyEvaluation.Execute(new(_fixture.Request("none"), bare), TestContext.Current.CancellationToken);
        Assert.Equal((1, bare), (result.Prompts, result.Policy));
    }

    /// <summary>A folder of adapters whose tokenizer is their model's.</summary>
    private string BareAdapters()
    {
        _fixture.Write("model/chat_template.jinja", Template);
        _fixture.Recipe["policy"] = "{ model: model, lora: { rank: 2 } }";
        var adapters = _fixture.Run("first").Checkpoint!;
        foreach (var file in (string[])["tokenizer.json", "chat_template.jinja"]) File.Delete(Path.Combine(adapters, file));
        // Left over from a tokenizer of another form; the model's is the one in use.
        File.WriteAllText(Path.Combine(adapters, "tokenizer_config.json"), """{ "eos_token": 5 }""");
        return adapters;
    }

    [Theory]
    [InlineData(null, "data.train: prompt 'c' is a conversation, and the policy has no chat template: give one as policy.chat_template, or take prompts of plain text")]
    [InlineData("{{ messages[0].role.x.y }}", "chat_template.jinja:1:22: 'str object' has no attribute 'x'")]
    [InlineData("{% if %}", "chat_template.jinja:1:7: found the end of the tag, expected an expression")]
    public void What_cannot_be_rendered_is_refused_before_the_run(string? template, string expected)
    {
        if (template is not null) _fixture.Write("model/chat_template.jinja", template);
        var fault = Assert.ThrowsAny<InputException>(() => _fixture.Run("run"));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_fixture.Folder, "run")));
    }
}
