namespace Agro.EndToEnd.BadInput;

public sealed class PolicyTests(TrainedRun trained) : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_policy_that_is_not_there_is_named_with_its_place_in_the_recipe()
    {
        _folder.Recipe["policy"] = "{ model: modle }";
        await _folder.ExpectRefusalAsync("recipe.yaml:3:18 policy.model: nothing is at 'modle' (modle). Did you mean 'model'?");
        _folder.Recipe["policy"] = "{ model: model/config.json }";
        await _folder.ExpectRefusalAsync("model/config.json: is a file; a policy is a folder with config.json, tokenizer.json and weights");
    }

    [Theory]
    [InlineData("config.json", "model/config.json: no such file")]
    [InlineData("tokenizer.json", "model: there is no tokenizer.json in it")]
    public async Task A_missing_file_is_named(string file, string message)
    {
        File.Delete(_folder.Of($"model/{file}"));
        await _folder.ExpectRefusalAsync(message);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("generation_config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("tokenizer_config.json")]
    public async Task A_file_that_cannot_be_read_is_named(string file)
    {
        _folder.MakeFolder($"model/{file}");
        await _folder.ExpectRefusalAsync($"model/{file}: is a folder, a file is wanted");
        Directory.Delete(_folder.Of($"model/{file}"));
        _folder.MakeUnreadable($"model/{file}");
        await _folder.ExpectRefusalAsync($"model/{file}: cannot be read: Input/output error…");
    }

    [Theory]
    [InlineData("", "model/config.json:1:1: not valid JSON: …")]
    [InlineData("{\n  \"model_type\": }", "model/config.json:2:17: not valid JSON: '}' is an invalid start of a value.")]
    [InlineData("[]", "model/config.json: expected a JSON object")]
    [InlineData("{\"model_type\": \"\\ud800\"}", "model/config.json: a text in it is not valid Unicode")]
    [InlineData("{}", "model/config.json: model_type: missing, expected one of llama, mistral, qwen2, qwen3, smollm3, gemma2, gemma3_text, gemma3, gpt2")]
    public async Task A_config_that_is_none_is_refused_with_its_place(string config, string message)
    {
        _folder.Write("model/config.json", config);
        await _folder.ExpectRefusalAsync(message);
    }

    [Theory]
    [InlineData("llama\"", "bert\"", "model_type: 'bert' is not supported, only llama, mistral, qwen2, qwen3, smollm3, gemma2, gemma3_text, gemma3, gpt2")]
    [InlineData("\"eos", "\"hidden_act\": \"gelu\", \"eos", "hidden_act: 'gelu' is not supported, only silu, gelu_pytorch_tanh, gelu_new")]
    [InlineData("\"eos", "\"rope_scaling\": {\"type\": \"su\"}, \"eos", "rope_scaling: type: 'su' is not supported, only default, linear, dynamic, llama3, yarn")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": \"32\"", "hidden_size: found \"32\", expected a whole number of at least 1")]
    [InlineData("\"hidden_size\": 32, ", "", "hidden_size: missing")]
    [InlineData("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 2147483647", "its sizes make 2e+13 parameters: one of them must be wrong")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 2147483647", "its sizes make 2.4e+12 parameters: one of them must be wrong")]
    [InlineData("\"eos_token_id\": 257", "\"eos_token_id\": 258", "eos_token_id: 258 is not below vocab_size (258)")]
    public async Task A_setting_that_cannot_be_honored_is_refused(string old, string changed, string message)
    {
        Assert.Contains(old, RunFolder.Config, StringComparison.Ordinal);
        _folder.Write("model/config.json", RunFolder.Config.Replace(old, changed));
        await _folder.ExpectRefusalAsync($"model/config.json: {message}");
    }

    [Fact]
    public async Task More_weights_than_there_is_memory_are_refused_before_the_system_ends_the_process()
    {
        _folder.Write("model/config.json", RunFolder.Config.Replace("\"intermediate_size\": 64", "\"intermediate_size\": 2147483647"));
        await _folder.ExpectRefusalAsync("the policy's weights take 1536 GiB, and this machine has …");
    }

    [Theory]
    [InlineData("", "model/tokenizer.json:1:1: not valid JSON: …")]
    [InlineData("{\n \"model\": {\"type\": \"BPE\",}}", "model/tokenizer.json:2:26: not valid JSON: …")]
    [InlineData("{}", "model/tokenizer.json: $: has no 'model': it is not a tokenizer.json")]
    [InlineData("{\"model\": {\"type\": \"Unigram\"}}", "model/tokenizer.json: $.model.type: 'Unigram' is not supported; supported are BPE")]
    public async Task A_tokenizer_that_is_none_is_refused_with_its_place(string tokenizer, string message)
    {
        _folder.Write("model/tokenizer.json", tokenizer);
        await _folder.ExpectRefusalAsync(message);
    }

    [Fact]
    public async Task A_tokenizer_with_more_tokens_than_the_policy_knows_is_refused()
    {
        _folder.Write("model/config.json", RunFolder.Config.Replace("258", "200").Replace("257", "3"));
        await _folder.ExpectRefusalAsync("model/tokenizer.json: has 258 tokens, but the model's vocab_size is 200: they do not belong together");
    }

    [Fact]
    public async Task Missing_weights_are_refused_with_what_can_be_done()
    {
        _folder.Recipe["policy"] = "{ model: model }";
        await _folder.ExpectRefusalAsync("recipe.yaml:3:11 policy.model: model holds no model.safetensors; for random weights say 'init: random'");
    }

    [Theory]
    [InlineData(0, "0 bytes is too short for a safetensors file")]
    [InlineData(5, "5 bytes is too short for a safetensors file")]
    [InlineData(8, "the header should have … bytes, the file has 8: it is truncated")]
    [InlineData(1000, "the header should have … bytes, the file has 1000: it is truncated")]
    [InlineData(20_000, "tensor '…' ends at byte … of …: the file is truncated")]
    [InlineData(-1, "tensor '…' ends at byte … of …: the file is truncated")]
    public async Task Truncated_weights_are_refused_wherever_they_end(int length, string message)
    {
        await trained.CopyWeightsAsync(_folder);
        _folder.Recipe["policy"] = "{ model: model }";
        using (var file = File.Open(_folder.Of("model/model.safetensors"), FileMode.Open)) file.SetLength(length < 0 ? file.Length + length : length);
        var result = (await _folder.RunAsync()).Expect(2);
        var pattern = string.Join("[^ ]+", $"model/model.safetensors: {message}".Split('…').Select(System.Text.RegularExpressions.Regex.Escape));
        Assert.Matches($"^{pattern}\n$", result.Error);
        Assert.False(Directory.Exists(_folder.Run));
    }

    [Theory]
    [InlineData(7, 0xFF, "model/model.safetensors: a header of … bytes is above the limit of 100000000: not a safetensors file")]
    [InlineData(8, (byte)'[', "model/model.safetensors: the header is not valid JSON: …")]
    [InlineData(10, 0xFF, "model/model.safetensors: …")]
    public async Task A_corrupt_header_is_refused(int position, byte value, string message)
    {
        await trained.CopyWeightsAsync(_folder);
        _folder.Recipe["policy"] = "{ model: model }";
        using (var file = File.Open(_folder.Of("model/model.safetensors"), FileMode.Open))
        {
            file.Position = position;
            file.WriteByte(value);
        }

        await _folder.ExpectRefusalAsync(message[..(message.IndexOf('…', StringComparison.Ordinal) + 1)]);
    }

    [Fact]
    public async Task Weights_of_another_shape_are_refused_with_both_shapes()
    {
        await trained.CopyWeightsAsync(_folder);
        _folder.Recipe["policy"] = "{ model: model }";
        _folder.Write("model/config.json", RunFolder.Config.Replace("\"intermediate_size\": 64", "\"intermediate_size\": 48"));
        await _folder.ExpectRefusalAsync(
            "model/model.safetensors: the tensors do not fit config.json: model.layers.0.mlp.gate_proj.weight is [64, 32], expected [48, 32]; …");
        RunFolder.AssertLines(
            ["model/model.safetensors: the tensors do not fit config.json: …"], (await _folder.HostAsync("validate", "recipe.yaml")).Expect(2));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_weights_is_named()
    {
        _folder.Recipe["policy"] = "{ model: model }";
        _folder.MakeFolder("model/model.safetensors");
        await _folder.ExpectRefusalAsync("model/model.safetensors: is a folder, a file is wanted");
    }
}
