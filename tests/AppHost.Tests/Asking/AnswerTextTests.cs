using MctsAspire.AppHost.Asking;

namespace MctsAspire.AppHost.Tests.Asking;

public sealed class AnswerTextTests
{
    private readonly Answer _answer = new()
    {
        Response = "Lunch is at noon.",
        Confidence = 0.875,
        AgentsUsed = ["hrm", "trm", "mcts"],
        ProcessingTimeMs = 1234,
        MctsStats = new SearchStatistics { Iterations = 100, RootVisits = 100, BestAction = "strategy: direct", BestActionVisits = 60, BestActionValue = 0.5, StopReason = "iterations" },
        Metadata = new AnswerOrigin
        {
            RunId = "run_1",
            Seed = 42,
            Provider = "embedded",
            Model = "extractive-1",
            Answerable = true,
            ConsensusScore = 0.9,
            StopReason = "consensus",
            Iterations = 2,
            Citations = [new Quotation("menu", "The canteen", "menu#0", 10, 27, "Lunch is at noon.")],
        },
    };

    [Fact]
    public void EverythingThatTheAnswerRestsOnIsShown() =>
        Lines("When is lunch?", _answer).ShouldBe(
        [
            "",
            "When is lunch?",
            "",
            "  Lunch is at noon.",
            "",
            "Confidence   0.88, the agents' consensus 0.90",
            "Sources",
            "  [1] The canteen (menu), characters 10 to 27",
            "      “Lunch is at noon.”",
            "How it was found",
            "  agents     hrm, trm, mcts (2 rounds, stopped by consensus)",
            "  search     100 iterations, 100 root visits, stopped by iterations",
            "             best action strategy: direct (60 visits, value 0.500)",
            "  language   embedded, extractive-1",
            "  run        run_1, seed 42, 1.23 s",
        ]);

    [Fact]
    public void AnAnswerWithoutSourcesSaysSo()
    {
        var lines = Lines("Why?", new Answer { Response = "The documents do not say.", Metadata = new AnswerOrigin { Answerable = false } });

        lines.ShouldContain("Sources      none");
        lines.ShouldContain("Confidence   0.00, the documents do not hold an answer");
        lines.ShouldContain("  agents     none");
    }

    [Fact]
    public void LongTextsAreWrapped() =>
        Lines(string.Join(' ', Enumerable.Repeat("word", 100)), _answer).ShouldAllBe(line => line.Length <= 100);

    [Fact]
    public void NoCharacterReachesTheTerminalThatItWouldObey()
    {
        var text = AnswerText.Write("\u001b[2Jwhy?", _answer with { Response = "a\u001b]0;title\u0007b\rc" });

        text.Any(character => char.IsControl(character) && character is not ('\n' or '\r')).ShouldBeFalse();
        text.ReplaceLineEndings("\n").ShouldNotContain('\r');
    }

    private static string[] Lines(string question, Answer answer) => AnswerText.Write(question, answer).ReplaceLineEndings("\n").Split('\n');
}
