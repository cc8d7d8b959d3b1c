using Agro.Plugins.DataSources.Folders;

namespace Agro.Tests.DataSources;

public sealed class FolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data/train-00000-of-00001.jsonl", "data/test-00000-of-00001.jsonl", "test")]
    [InlineData("train.jsonl", "test.jsonl", "test")]
    [InlineData("my_train_rows.jsonl", "my-dev.jsonl", "validation")]
    [InlineData("train/a.jsonl", "valid/a.jsonl", "dev")]
    [InlineData("a.jsonl", "eval.jsonl", "test")]
    [InlineData("data/train-00000-of-00001.jsonl", "data/hard-00000-of-00001.jsonl", "hard")]
    [InlineData("rows.jsonl", "held-test/part.jsonl", "test")]
    public void Names_tell_splits(string train, string other, string split)
    {
        Rows(train, "a", "b");
        Rows(other, "c");
        _folder.Write("dataset_infos.json", "{}");
        _folder.Write(".git/train.jsonl", "");
        Assert.Equal(["a", "b"], Texts(new() { Path = _folder.Path, Split = "train" }));
        Assert.Equal(["c"], Texts(new() { Path = _folder.Path, Split = split }));
    }

    [Fact]
    public void Shards_are_taken_in_order_and_none_may_be_missing()
    {
        Rows("data/train-00001-of-00003.jsonl", "c");
        Rows("data/train-00000-of-00003.jsonl", "a", "b");
        Assert.Contains("1 of the 00003 shards of 'train' are missing, the first is 00002", Refusal(new() { Path = _folder.Path }), StringComparison.Ordinal);
        _folder.Write("data/train-00002-of-00003.jsonl", "\n");
        Assert.Equal(["a", "b", "c"], Texts(new() { Path = _folder.Path }));
        using var source = new FolderSource(new() { Path = _folder.Path });
        Assert.Equal(["1", "2", "3"], source.Take(3).Select(prompt => prompt.Id));
    }

    [Fact]
    public void All_formats_are_read()
    {
        _folder.Write("train.csv", "prompt,answer\na,1\n");
        _folder.Write("validation.tsv", "prompt\tanswer\nb\t2\n");
        _folder.Write("test.json", """[{"prompt": "c"}, {"prompt": "d"}]""");
        File.Copy(Path.Combine(SharedData.Repository, "tests", "Agro.Tests", "DataSources", "arrow.parquet"), _folder.Of("parquet-00000-of-00001.parquet"));
        Assert.Equal(["a"], Texts(new() { Path = _folder.Path, Split = "train" }));
        Assert.Equal(["b"], Texts(new() { Path = _folder.Path, Split = "validation" }));
        Assert.Equal(["c", "d"], Texts(new() { Path = _folder.Path, Split = "test" }));
        Assert.NotEmpty(Texts(new() { Path = _folder.Path, Split = "parquet" }));
    }

    [Fact]
    public void The_readme_tells_configurations_splits_and_files()
    {
        Rows("main/train-00000-of-00001.jsonl", "a");
        Rows("main/test-00000-of-00001.jsonl", "b");
        Rows("more/x/one.jsonl", "c");
        Rows("more/y/two.jsonl", "d");
        Rows("old/e.jsonl", "e");
        _folder.Write("README.md", """
            ---
            license: mit
            configs:
            - config_name: main
              default: true
              data_files:
              - split: train
                path: main/train-*
              - split: test
                path:
                - "main/test-*"   # the held-out half
            - config_name: more
              data_files: ["more/**/o*.jsonl", 'more/y/two.jsonl']
            - config_name: old
              data_dir: old
            tags:
            - math
            ---
            # A data set
            configs: no
            """);
        Assert.Equal(["a"], Texts(new() { Path = _folder.Path, Split = "train" }));
        Assert.Equal(["b"], Texts(new() { Path = _folder.Path, Config = "main", Split = "test" }));
        Assert.Equal(["c", "d"], Texts(new() { Path = _folder.Path, Config = "more" }));
        Assert.Equal(["e"], Texts(new() { Path = _folder.Path, Config = "old" }));
        Assert.Contains("has no configuration 'odd' (config). There are: main, more, old", Refusal(new() { Path = _folder.Path, Config = "odd" }), StringComparison.Ordinal);
        Assert.Contains("holds several splits: say which with split: test, train", Refusal(new() { Path = _folder.Path }), StringComparison.Ordinal);
        Assert.Contains("has no split 'dev' (split). There are: test, train", Refusal(new() { Path = _folder.Path, Split = "dev" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data_files: \"*.jsonl\"", "a")]
    [InlineData("data_files:\n    train: t?ain.jsonl", "a")]
    [InlineData("data_files:\n  - split: train\n    path: [train.jsonl]", "a")]
    [InlineData("data_files: [\"t[a-r]ain.jsonl\"]", "a")]
    public void Files_are_named_in_every_form_of_the_hub(string files, string expected)
    {
        Rows("train.jsonl", "a");
        _folder.Write("README.md", $"---\nconfigs:\n- config_name: default\n  {files}\n---\n");
        Assert.Equal([expected], Texts(new() { Path = _folder.Path }));
    }

    [Theory]
    [InlineData("data_files: missing*.jsonl", "README.md names 'missing*.jsonl' for split 'train', but no data file is there")]
    [InlineData("data_files: ../*.jsonl", "no data file is there")]
    [InlineData("data_files: { a: b }", "README.md:4: this part of the front matter is not understood")]
    [InlineData("data_files:\n  - split: train", "has no text for 'path'")]
    public void A_readme_that_cannot_be_followed_is_refused(string files, string expected)
    {
        Rows("train.jsonl", "a");
        _folder.Write("README.md", $"---\nconfigs:\n- config_name: default\n  {files}\n---\n");
        Assert.Contains(expected, Refusal(new() { Path = _folder.Path }), StringComparison.Ordinal);
    }

    [Fact]
    public void Subsets_in_folders_must_be_named()
    {
        Rows("main/train.jsonl", "a");
        Rows("socratic/train.jsonl", "b");
        Assert.Contains("holds several configurations: say which with config: main, socratic", Refusal(new() { Path = _folder.Path }), StringComparison.Ordinal);
        Assert.Equal(["b"], Texts(new() { Path = _folder.Path, Config = "socratic" }));
        Assert.Contains("There are: main, socratic", Refusal(new() { Path = _folder.Path, Config = "odd" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_data_and_a_file_are_refused()
    {
        Assert.Contains("holds no data files (.parquet", Refusal(new() { Path = _folder.Path }), StringComparison.Ordinal);
        Rows("train.jsonl", "a");
        _folder.Write("train.csv", "prompt\nb\n");
        Assert.Contains("files of several formats: train.csv, train.jsonl", Refusal(new() { Path = _folder.Path }), StringComparison.Ordinal);
        Assert.Contains("is no folder", Refusal(new() { Path = _folder.Of("train.jsonl") }), StringComparison.Ordinal);
    }

    private void Rows(string name, params string[] prompts) =>
        _folder.Write(name, string.Concat(prompts.Select(prompt => $"{{\"prompt\": \"{prompt}\"}}\n")));

    private static List<string> Texts(FolderOptions options)
    {
        using var source = new FolderSource(options);
        return [.. source.Take((int)source.Count!).Select(prompt => prompt.Text)];
    }

    private static string Refusal(FolderOptions options) => Assert.Throws<InputException>(() => new FolderSource(options)).Message;
}
