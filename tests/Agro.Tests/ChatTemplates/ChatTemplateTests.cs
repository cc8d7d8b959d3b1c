using System.Text.Json;
using Agro.Models.ChatTemplates;

namespace Agro.Tests.ChatTemplates;

/// <summary>Where templates come from, and what they see.</summary>
public class ChatTemplateTests
{
    private const string Simple = "{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}{% if add_generation_prompt %}>{% endif %}";

    private static readonly Message[] Hello = [new(Role.System, "S"), new(Role.User, "Hi")];

    [Fact]
    public void A_template_file_comes_before_the_configuration()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(ChatTemplate.TryLoad(folder.Path));
        folder.Write("chat_template.json", JsonSerializer.Serialize(new { chat_template = "json" }));
        Assert.Equal("json", ChatTemplate.Load(folder.Path).Render(Hello, true));
        folder.Write("tokenizer_config.json", JsonSerializer.Serialize(new { chat_template = "config" }));
        Assert.Equal("config", ChatTemplate.Load(folder.Path).Render(Hello, true));
        folder.Write("chat_template.jinja", "file");
        Assert.Equal("file", ChatTemplate.Load(folder.Path).Render(Hello, true));
        Assert.Equal("other", ChatTemplate.Load(folder.Path, folder.Write("other.jinja", "other")).Render(Hello, true));
    }

    [Fact]
    public void Of_several_templates_the_default_is_taken()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer_config.json", """{"chat_template": [{"name": "rag", "template": "r"}, {"name": "default", "template": "d"}]}""");
        Assert.Equal("d", ChatTemplate.Load(folder.Path).Render(Hello, true));
        folder.Write("tokenizer_config.json", """{"chat_template": [{"name": "rag", "template": "r"}]}""");
        var fault = Assert.Throws<InputException>(() => ChatTemplate.Load(folder.Path));
        Assert.Equal($"{folder.Of("tokenizer_config.json")}: $.chat_template: has no template named 'default'; there are: rag", fault.Message);
    }

    [Theory]
    [InlineData("""{"bos_token": "<s>"}""", "{}", "<s>")]
    [InlineData("""{"bos_token": {"content": "<s>", "lstrip": false}}""", """{"bos_token": "<other>"}""", "<s>")]
    [InlineData("{}", """{"bos_token": {"content": "<s>"}}""", "<s>")]
    [InlineData("""{"bos_token": null}""", "{}", "")]
    public void Special_tokens_are_variables(string config, string map, string bos)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer_config.json", config);
        folder.Write("special_tokens_map.json", map);
        folder.Write("chat_template.jinja", Simple);
        Assert.Equal($"{bos}[system]S[user]Hi>", ChatTemplate.Load(folder.Path).Render(Hello, addGenerationPrompt: true));
    }

    [Fact]
    public void All_special_tokens_have_their_names()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer_config.json", """
            {"eos_token": "</s>", "pad_token": "<pad>", "additional_special_tokens": ["<a>", {"content": "<b>"}], "extra_special_tokens": {"image_token": "<i>"}}
            """);
        folder.Write("chat_template.jinja", "{{ eos_token }}{{ pad_token }}{{ unk_token is defined }}{{ additional_special_tokens }}{{ image_token }}");
        Assert.Equal("</s><pad>False['<a>', '<b>']<i>", ChatTemplate.Load(folder.Path).Render(Hello, true));
    }

    [Fact]
    public void Tools_documents_and_variables_are_what_transformers_gives()
    {
        var template = ChatTemplate.Parse("{{ tools }}{{ documents }}{{ add_generation_prompt }}{{ thinking }}{{ bos_token }}", "t");
        Assert.Equal("NoneNoneFalse", template.Render(Hello, addGenerationPrompt: false));
        using var tools = JsonDocument.Parse("""[{"type": "function"}]""");
        using var variables = JsonDocument.Parse("""{"thinking": false, "bos_token": "B"}""");
        Assert.Equal(
            "[{'type': 'function'}]NoneTrueFalseB",
            template.Render(Hello, true, tools.RootElement, variables.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value)));
    }

    [Fact]
    public void Faults_name_the_file_with_line_and_column()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("chat_template.jinja", "a\n{{ messages | nofilter }}");
        Assert.StartsWith($"{file}:2:15: there is no filter 'nofilter'", Assert.Throws<ChatTemplateException>(() => ChatTemplate.Load(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("chat_template.jinja", "{{ raise_exception('no system') }}");
        var refusal = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Load(folder.Path).Render(Hello, true));
        Assert.Equal(($"{file}:1:19: no system", 1, 19, "no system", 2), (refusal.Message, refusal.Line, refusal.Column, refusal.Reason, refusal.ExitCode));
        File.Delete(file);
        var config = folder.Write("tokenizer_config.json", """{"chat_template": "a\n {{ x.y.z }}"}""");
        Assert.Equal(
            $"{config}: chat_template:2:6: 'x' is undefined", Assert.Throws<ChatTemplateException>(() => ChatTemplate.Load(folder.Path).Render(Hello, true)).Message);
        folder.Write("tokenizer_config.json", """{"chat_template": 5}""");
        Assert.Equal($"{config}: $.chat_template: is Number, a string is needed", Assert.Throws<InputException>(() => ChatTemplate.Load(folder.Path)).Message);
    }

    [Fact]
    public void A_folder_without_a_template_is_told()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            $"{folder.Path}: has no chat template: there is no chat_template.jinja, no chat_template.json, and none in tokenizer_config.json",
            Assert.Throws<InputException>(() => ChatTemplate.Load(folder.Path)).Message);
        Assert.Equal($"{folder.Of("x.jinja")}: no such file", Assert.Throws<InputException>(() => ChatTemplate.Load(folder.Path, folder.Of("x.jinja"))).Message);
    }
}
