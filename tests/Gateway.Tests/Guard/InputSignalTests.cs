using System.Text.RegularExpressions;
using MctsAspire.ServiceDefaults.Texts;
using MctsAspire.Testing;
using Xunit.Abstractions;

namespace MctsAspire.Gateway.Tests.Guard;

/// <summary>
/// How well the signals tell attacks from honest questions. The texts were written before the patterns; those of even lines were looked at while the patterns were made, the odd ones only
/// counted at the end. A reader of the patterns wrote the provoking ones against them; the patterns were mended by these; the later ones were only
/// counted after that.
/// </summary>
public sealed class InputSignalTests(ITestOutputHelper output)
{
    [Fact]
    public void MostSealedAttacksAreSeenAndFewHonestQuestionsAreTakenForOne()
    {
        var attacks = Rate("attacks.txt", isSealed: true, out _);
        var honest = Rate("honest.txt", isSealed: true, out _);

        output.WriteLine($"sealed: {attacks:P0} of the attacks, {honest:P0} of the honest questions");
        attacks.ShouldBeGreaterThanOrEqualTo(0.8);
        honest.ShouldBeLessThanOrEqualTo(0.05);
    }

    [Fact]
    public void TheOpenTextsAreToldApart()
    {
        Rate("attacks.txt", isSealed: false, out var missed).ShouldBeGreaterThanOrEqualTo(0.9, string.Join('\n', missed));
        Rate("honest.txt", isSealed: false, out var wronged).ShouldBe(0, string.Join('\n', wronged));
    }

    [Fact]
    public void HonestQuestionsThatWereWrittenToProvokeTheSignalsHardlyDo()
    {
        var provoking = Lines("provoking.txt");
        var wronged = provoking.Where(text => InputSignals.Of(text).Count > 0).ToList();

        output.WriteLine($"{wronged.Count} of {provoking.Count} provoking questions");
        ((double)wronged.Count / provoking.Count).ShouldBeLessThanOrEqualTo(0.02, string.Join('\n', wronged));
    }

    [Fact]
    public void TextsThatWereWrittenAfterThePatternsAreToldApart()
    {
        var attacks = Lines("later-attacks.txt");
        var honest = Lines("later-honest.txt");

        ((double)attacks.Count(text => InputSignals.Of(text).Count > 0) / attacks.Count).ShouldBeGreaterThanOrEqualTo(0.9);
        ((double)honest.Count(text => InputSignals.Of(text).Count > 0) / honest.Count).ShouldBeLessThanOrEqualTo(0.05);
    }

    private static double Rate(string file, bool isSealed, out List<string> odd)
    {
        var texts = Lines(file).Where((_, line) => line % 2 == (isSealed ? 1 : 0)).ToList();
        var isAttack = file == "attacks.txt";
        odd = [.. texts.Where(text => InputSignals.Of(text).Count > 0 != isAttack)];
        return (double)texts.Count(text => InputSignals.Of(text).Count > 0) / texts.Count;
    }

    private static List<string> Lines(string file) => [.. File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Gateway.Tests", "Guard", file)).Select(Unescape)];

    private static string Unescape(string line) => Regex.Replace(
        line,
        @"\\n|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})",
        match => match.Value == @"\n" ? "\n" : char.ConvertFromUtf32(Convert.ToInt32(match.Groups[1].Length > 0 ? match.Groups[1].Value : match.Groups[2].Value, 16)));
}
