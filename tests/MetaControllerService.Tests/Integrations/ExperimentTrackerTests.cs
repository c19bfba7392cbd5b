using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.MetaControllerService.Integrations.Outboxes;
using Microsoft.Extensions.Logging.Abstractions;

namespace MctsAspire.MetaControllerService.Tests.Integrations;

public sealed class ExperimentTrackerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WithoutAServiceARunIsKeptAsLinesOfJson()
    {
        var model = Path.Combine(_folder.Path, "model.bin");
        File.WriteAllBytes(model, [1, 2, 3]);
        await using (var run = await Tracker().StartAsync(new("run-1", "a run", "train-rnn", new Dictionary<string, object?> { ["lr"] = 0.001, ["layers"] = 2 }), default))
        {
            await run.LogAsync(0, new Dictionary<string, double> { ["loss"] = 0.5, ["broken"] = double.NaN }, default);
            await run.LogAsync(1, new Dictionary<string, double> { ["loss"] = 0.25 }, default);
            await run.SummarizeAsync(new Dictionary<string, object?> { ["best"] = 0.25, ["note"] = "good" }, default);
            await run.AddArtifactAsync(new("model", "model", model), default);
            await run.FinishAsync(true, default);
        }

        var records = Records("run-1");
        records.Select(record => record.Kind).ShouldBe(["start", "log", "log", "summary", "artifact", "finish"]);
        records[0].Data.GetProperty("config").GetRawText().ShouldBe("""{"lr":0.001,"layers":2}""");
        records[1].Data.GetProperty("metrics").GetRawText().ShouldBe("""{"loss":0.5}""");
        records[3].Data.GetRawText().ShouldBe("""{"best":0.25,"note":"good"}""");
        var file = Path.Combine(_folder.Path, "runs", "run-1", "artifacts", records[4].Data.GetProperty("file").GetString()!);
        File.ReadAllBytes(file).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task ARunThatGoesOnRepeatsNothing()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await using var run = await StartAsync("again");
            for (var step = 0; step < 3 + attempt; step++)
                await run.LogAsync(step, new Dictionary<string, double> { ["loss"] = step }, default);
            await run.SummarizeAsync(new Dictionary<string, object?> { [$"result_{attempt}"] = attempt }, default);
        }

        var records = Records("again");
        records.Count(record => record.Kind == "start").ShouldBe(1);
        records.Where(record => record.Kind == "log").Select(record => record.Data.GetProperty("step").GetInt32()).ShouldBe([0, 1, 2, 3]);
        records[^1].Data.GetRawText().ShouldBe("""{"result_0":0,"result_1":1}""");
    }

    [Fact]
    public async Task TwoDontWorkOnOneRun()
    {
        await using var first = await StartAsync("mine");

        (await Should.ThrowAsync<InvalidOperationException>(() => StartAsync("mine", new ExperimentOptions { FirstWait = TimeSpan.FromMilliseconds(200) }))).Message.ShouldContain("mine");
    }

    [Theory]
    [InlineData("")]
    [InlineData("../other")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public async Task AnIdThatIsNoFolderNameIsRefused(string id) =>
        (await Should.ThrowAsync<ArgumentException>(() => StartAsync(id))).Message.ShouldContain("1 to 64 letters");

    [Fact]
    public async Task AnArtifactThatIsTooLargeIsRefused()
    {
        var file = Path.Combine(_folder.Path, "large");
        File.WriteAllBytes(file, new byte[101]);
        await using var run = await StartAsync("large", new ExperimentOptions { MostBytesOfArtifact = 100 });

        (await Should.ThrowAsync<ArgumentException>(async () => await run.AddArtifactAsync(new("a", "model", file), default))).Message.ShouldContain("101");
    }

    [Fact]
    public async Task MeasurementsAreBoundedAndResultsAreNot()
    {
        await using (var run = await StartAsync("long", new ExperimentOptions { MostBytesOfMeasurements = 2000 }))
        {
            for (var step = 0; step < 100; step++)
            {
                await run.LogAsync(step, new Dictionary<string, double> { ["loss"] = step }, default);
                await run.FlushAsync(default);
            }

            await run.SummarizeAsync(new Dictionary<string, object?> { ["best"] = 1 }, default);
            await run.FinishAsync(true, default);
        }

        var kinds = Records("long").Select(record => record.Kind).ToList();
        kinds.Count(kind => kind == "log").ShouldBeInRange(5, 50);
        kinds[^2..].ShouldBe(["summary", "finish"]);
    }

    [Fact]
    public async Task TheOldestRunGoesWhenThereAreTooMany()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            await using var run = await StartAsync(id, new ExperimentOptions { MostRuns = 2 });
            Directory.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "runs", id), new DateTime(2026, 1, id[0] - 'a' + 1, 0, 0, 0, DateTimeKind.Utc));
        }

        Directory.GetDirectories(Path.Combine(_folder.Path, "runs")).Select(Path.GetFileName).Order().ShouldBe(["b", "c"]);
    }

    private Task<IExperimentRun> StartAsync(string id, ExperimentOptions? options = null) =>
        Tracker(options).StartAsync(new(id, id, "train-rnn", new Dictionary<string, object?>()), default);

    private ExperimentTracker Tracker(ExperimentOptions? options = null) => new(
        Path.Combine(_folder.Path, "runs"), [], options ?? new ExperimentOptions(), new ShipperOptions(), TimeProvider.System, NullLogger<ExperimentTracker>.Instance);

    private List<OutboxRecord> Records(string id)
    {
        var outbox = Outbox.TryOpen(Path.Combine(_folder.Path, "runs", id), new OutboxLimits()).ShouldNotBeNull();
        try
        {
            return [.. new OutboxReader(outbox).Read(0, 1000, int.MaxValue)];
        }
        finally
        {
            outbox.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
