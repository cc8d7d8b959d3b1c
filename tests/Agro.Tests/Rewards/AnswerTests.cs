using System.IO.Compression;
using System.Text.Json;
using Agro.Plugins.Rewards.Answers;

namespace Agro.Tests.Rewards;

public class AnswerTests
{
    [Theory]
    [InlineData("so #### 1,000", "1000", 1)]
    [InlineData(@"so \boxed{\$ 2} or \boxed{74}", "74.0", 1)]
    [InlineData("<answer> 3/4 </answer>", "0.75", 1)]
    [InlineData("That makes 12 apples", "12", 1)]
    [InlineData("12 apples and 13 pears", "12", 0)]
    [InlineData("#### 7 or 8", "7", 0)]
    [InlineData("none", "7", 0)]
    [InlineData("3", "#### 3", 1)]
    public void Numeric_finds_the_final_number(string completion, string answer, double expected) =>
        Assert.Equal(expected, new Numeric(new()).Score(completion, answer).Value);

    [Theory]
    [InlineData("3.15", "3.14", 0.01, 0, 1)]
    [InlineData("3.1500001", "3.14", 0.01, 0, 0)]
    [InlineData("-99", "-100", 0, 0.01, 1)]
    [InlineData("98.9", "100", 0, 0.01, 0)]
    [InlineData("0.30000000000000004", "0.3", 0, 0, 0)]
    [InlineData("0.30000000000000004", "0.3", 1e-12, 0, 1)]
    public void Numeric_tolerates_what_it_is_told_to_and_no_more(string found, string answer, double absolute, double relative, double expected) =>
        Assert.Equal(expected, new Numeric(new() { AbsoluteTolerance = absolute, RelativeTolerance = relative }).Score(found, answer).Value);

    [Fact]
    public void Numeric_does_not_apply_without_a_number()
    {
        Assert.Null(new Numeric(new()).Score("3").Value);
        Assert.Null(new Numeric(new()).Score("3", "three").Value);
        Assert.Throws<InputException>(() => new Numeric(new() { In = [] }));
        Assert.Throws<InputException>(() => new Numeric(new() { Marker = "" }));
    }

    [Theory]
    [InlineData("C", "C", 1)]
    [InlineData("(C)", "C", 1)]
    [InlineData("**C**", "C", 1)]
    [InlineData("C) 42", "C", 1)]
    [InlineData("C. 42 apples", "C", 1)]
    [InlineData("The answer is C.", "C", 1)]
    [InlineData("Therefore the correct answer is **(C)**.", "C", 1)]
    [InlineData("Answer: C", "C)600", 1)]
    [InlineData("Some words.\nC", "C", 1)]
    [InlineData("Correct option: C", "C", 1)]
    [InlineData("the answer is option C", "C", 1)]
    [InlineData(@"The answer is $\boxed{C}$.", "C", 1)]
    [InlineData(@"\boxed{\text{(C) } 600}", "C", 1)]
    [InlineData(@"\boxed{\text{C}}", "C", 1)]
    [InlineData("<answer>C</answer>", "C", 1)]
    [InlineData("#### C", "C", 1)]
    [InlineData("Option C is correct.", "C", 1)]
    [InlineData("That makes 7.\nTherefore C is correct", "C", 1)]
    [InlineData("12 of 25\nC is the answer", "C", 1)]
    [InlineData("15 miles\nCorrect answer - C", "C", 1)]
    [InlineData("so 16\nANS:C", "C", 1)]
    [InlineData("so 16 (ANSWER C)", "C", 1)]
    [InlineData("so 16\nAns C.", "C", 1)]
    [InlineData("answer A bird flies", "A", 0)]
    [InlineData("vitamin A is best", "A", 0)]
    [InlineData("no answer A, B", "A", 0)]
    [InlineData("The answer is A. No, wait: the answer is C.", "C", 1)]
    [InlineData("The answer is A. No, wait: the answer is C.", "A", 0)]
    [InlineData("The answer is A or C.", "A", 0)]
    [InlineData("The answer is A or C.", "C", 0)]
    [InlineData("A bird flies at 900 km/h", "A", 0)]
    [InlineData("The answer is a bit off", "A", 0)]
    [InlineData("The answer is Correct", "C", 0)]
    [InlineData("answer is not C", "C", 0)]
    [InlineData("c", "C", 0)]
    [InlineData("", "C", 0)]
    [InlineData("ABCDE", "A", 0)]
    [InlineData("The answer is D.", "C", 0)]
    public void Choice_letter_finds_the_choice(string completion, string answer, double expected)
    {
        var result = new ChoiceLetter(new()).Score(completion, answer);
        Assert.True(expected == result.Value, $"{completion}: {result.Reason} {result.Extracted}");
    }

    [Fact]
    public void Choice_letter_knows_its_letters()
    {
        Assert.Null(new ChoiceLetter(new()).Score("A").Value);
        Assert.Null(new ChoiceLetter(new()).Score("A", "42").Value);
        Assert.Null(new ChoiceLetter(new() { Letters = "ABCD" }).Score("E", "E").Value);
        Assert.Equal(1, new ChoiceLetter(new() { Letters = "PQ" }).Score("Answer: Q", "Q").Value);
        Assert.StartsWith("choice-letter: letters", Assert.Throws<InputException>(() => new ChoiceLetter(new() { Letters = "A]" })).Message);
        Assert.Throws<InputException>(() => new ChoiceLetter(new() { Letters = "AA" }));
    }

    [Theory]
    [InlineData("answer is (.+)", "The answer is 1,000", "1000", 1)]
    [InlineData("answer is ([^.]+)", "The answer is 3. The answer is 4.", "4", 1)]
    [InlineData("answer is ([^.]+)", "The answer is 3. The answer is 4.", "3", 0)]
    [InlineData("[A-Z][a-z]+$", "It is Paris", "paris", 1)]
    [InlineData("X=(.*)", "no", "no", 0)]
    public void Regex_compares_what_it_finds(string pattern, string completion, string answer, double expected) =>
        Assert.Equal(expected, new RegexAnswer(new() { Pattern = pattern }).Score(completion, answer).Value);

    [Fact]
    public void Regex_minds_its_options()
    {
        Assert.Equal(1, new RegexAnswer(new() { Pattern = "[0-9]", Match = RegexMatch.First }).Score("1 2", "1").Value);
        Assert.Equal(0, new RegexAnswer(new() { Pattern = "[a-z]+", IgnoreCase = false }).Score("abc", "ABC").Value);
        Assert.Null(new RegexAnswer(new() { Pattern = "a" }).Score("a").Value);
        Assert.StartsWith("regex: ", Assert.Throws<InputException>(() => new RegexAnswer(new() { Pattern = "(" })).Message);
    }

    [Fact]
    public void Choices_in_rationales_that_people_wrote_are_theirs()
    {
        var (right, wrong) = (0, 0);
        foreach (var name in new[] { "dev", "test" })
        {
            using var file = File.OpenRead(SharedData.PathOf("data", "aqua", name + ".jsonl.gz"));
            using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
            while (reader.ReadLine() is { } line)
            {
                var row = JsonDocument.Parse(line).RootElement;
                var result = new ChoiceLetter(new()).Score(row.GetProperty("rationale").GetString()!, row.GetProperty("correct").GetString());
                if (result.Value == 1) right++;
                else if (result.Extracted is not null) wrong++;
            }
        }

        // Some rationales choose no letter, or a wrong one; of 508 the others are found.
        Assert.True(right >= 470 && wrong <= 1, $"{right} right, {wrong} wrong");
    }
}
