using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private static readonly string Collected = Path.Combine(Repository.Root, "samples", "router", "collected.jsonl");

    private readonly string _folder = Directory.CreateTempSubdirectory("evaluate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TheCollectedSampleShowsARouterThatBeatsEveryFixedAgentAndTheGraph()
    {
        await using var run = new CommandRun();

        (await run.RunAsync("evaluate", "--data_path", Collected, "--output_dir", _folder)).ShouldBe(0, run.Error);

        using var report = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "evaluation.json")));
        var rows = report.RootElement.GetProperty("prices")[0].GetProperty("rows").EnumerateArray().ToDictionary(row => row.GetProperty("policy").GetString()!);
        foreach (var other in (string[])["always-hrm", "always-trm", "always-mcts", "graph as collected", "graph as collected, no search"])
            rows[other].GetProperty("behind").GetProperty("low").GetDouble().ShouldBeGreaterThan(0, other);
        run.Output.ShouldBe(await File.ReadAllTextAsync(Path.Combine(_folder, "evaluation.md")));
    }

    [Fact]
    public async Task ALogThatIsNoneIsRefusedByItsLine()
    {
        var path = Path.Combine(_folder, "log.jsonl");
        await File.WriteAllTextAsync(path, "{}\n");
        await using var run = new CommandRun();

        (await run.RunAsync("evaluate", "--data_path", path)).ShouldBe(1);

        run.Error.ShouldContain("line 1");
    }

    [Theory]
    [InlineData("evaluate", "--price", "2", "--price must be a number at least 0 and at most 1, and is '2'.")]
    [InlineData("collect", "--tasks", "0", "--tasks must be a whole number from 1 to 100000, and is '0'.")]
    [InlineData("collect", "--concurrency", "65", "--concurrency must be a whole number from 1 to 64, and is '65'.")]
    public async Task AWrongValueIsRefusedByTheOptionAndItsRange(string command, string option, string value, string problem)
    {
        await using var run = new CommandRun();

        (await run.RunAsync(command, option, value)).ShouldBe(2);

        run.Error.ShouldContain(problem);
    }

    [Theory]
    [InlineData("--data_path")]
    [InlineData("--served")]
    public async Task ALogThatIsNotThereIsNamedByItsOption(string option)
    {
        await using var run = new CommandRun();

        (await run.RunAsync("evaluate", "--data_path", Collected, option, Path.Combine(_folder, "none.jsonl"))).ShouldBe(option == "--served" ? 1 : 2);

        run.Error.ShouldContain(option);
    }

    [Fact]
    public async Task WithoutALogTheOptionIsNamedThatTakesOne()
    {
        await using var run = new CommandRun();

        (await run.RunAsync("evaluate")).ShouldBe(1);

        run.Error.ShouldContain("--data_path: must name what `collect` logged");
    }

    [Theory]
    [InlineData("ftp://localhost:8000")]
    [InlineData("localhost")]
    [InlineData("http://me:secret@localhost:8000")]
    public async Task AnAddressThatIsNoneIsRefused(string address)
    {
        await using var run = new CommandRun();

        (await run.RunAsync("evaluate", "--data_path", Collected, "--url", address)).ShouldBe(1);

        run.Error.ShouldContain("--url must be an address with http or https");
        run.Error.ShouldNotContain("secret");
    }

    [Fact]
    public async Task AModelThatIsNotThereIsNamed()
    {
        await using var run = new CommandRun();

        (await run.RunAsync("evaluate", "--data_path", Collected, "--model", "nothing.safetensors")).ShouldBe(1);

        run.Error.ShouldContain("nothing.safetensors");
    }
}
