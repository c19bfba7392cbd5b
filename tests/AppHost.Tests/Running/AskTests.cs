using System.Text.RegularExpressions;

namespace MctsAspire.AppHost.Tests.Running;

/// <summary>The five-minute demo, with the real services.</summary>
public sealed partial class AskTests : IDisposable
{
    private readonly TemporaryFolder _documents = new();

    [Fact]
    public async Task AQuestionIsAnsweredFromTheFolderWithItsTrace()
    {
        _documents.Write("canteen.md", "# The canteen\n\nLunch is served from 11:30 to 14:00. On Fridays there is fish.\n");
        _documents.Write("garage.txt", "The garage is closed at night.");

        await using var app = AppHostProgram.Start(["ask", "When is lunch served?", "--documents", _documents.Path, "--trace"]);
        (await app.Process.WaitForExitAsync(AppHostProgram.Patience)).ShouldBe(0, app.Process.Output);

        var lines = app.Process.Lines.ToList();
        lines.ShouldContain(line => line.Contains("Lunch is served from 11:30 to 14:00.", StringComparison.Ordinal));
        lines.ShouldContain("  [1] The canteen (canteen), characters 15 to 51");
        lines.ShouldContain(line => line.StartsWith("  agents     hrm, trm, mcts", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("  search     ", StringComparison.Ordinal) && line.Contains("root visits", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("  language   embedded", StringComparison.Ordinal));
        var tree = lines.Where(line => Span().IsMatch(line)).ToList();
        tree[0].ShouldContain("POST /query");
        foreach (var service in new[] { "gateway", "orchestrator", "mcts-", "llm-gateway" })
            tree.ShouldContain(line => line.Contains($" ms  {service}", StringComparison.Ordinal));
        // A machine that is slow enough makes services warn; what is no warning stays out.
        lines.Where(line => line.Contains("{\"timestamp\"", StringComparison.Ordinal) && Unimportant().IsMatch(line)).ShouldBeEmpty();
        await app.NothingIsLeftAsync();
    }

    [Fact]
    public async Task AQuestionThatTheDocumentsDoNotAnswerIsAnsweredWithThat()
    {
        _documents.Write("garage.txt", "The garage is closed at night.");

        var (exitCode, lines) = await AppHostProgram.RunAsync(["ask", "Who wrote the constitution of Iceland?", "--documents", _documents.Path]);

        exitCode.ShouldBe(0);
        lines.ShouldContain(line => line.Contains("The documents do not say", StringComparison.Ordinal));
        lines.ShouldContain("Sources      none");
    }

    [Fact]
    public async Task AnInterruptedQuestionLeavesNothing()
    {
        _documents.Write("garage.txt", "The garage is closed at night.");
        await using var app = AppHostProgram.Start(["ask", "When is the garage closed?", "--documents", _documents.Path]);
        await app.Process.WaitForLineAsync(line => line.EndsWith(" is ready", StringComparison.Ordinal), AppHostProgram.Patience);

        await app.StopAsync();

        await app.NothingIsLeftAsync();
    }

    public void Dispose() => _documents.Dispose();

    [GeneratedRegex(@"""level"":""(DEBUG|INFO)""")]
    private static partial Regex Unimportant();

    [GeneratedRegex(@"^ *[0-9.]+ ms  \S")]
    private static partial Regex Span();
}
