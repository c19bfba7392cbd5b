using MctsAspire.MetaControllerService.Commands;
using MctsAspire.MetaControllerService.Training;
using MctsAspire.MetaControllerService.Training.Networks;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Training;

public sealed class MemoryCheckTests : IDisposable
{
    private const long Gigabyte = 1_000_000_000;

    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void WhatFitsIsNotSpokenOf()
    {
        Check(total: 8 * Gigabyte, used: 2 * Gigabyte).Demand(Gigabyte, 16);

        _output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void WhatFitsOnlyWhenOthersGoIsWarnedOfWithTheOptionAndTheEstimate()
    {
        Check(total: 8 * Gigabyte, used: 5 * Gigabyte).Demand(3 * Gigabyte, 64);

        _output.ToString().ShouldStartWith("warning: with --batch_size 64 this training takes about 3,110 MB of memory, and free are about 3,000 MB.");
        _output.ToString().Trim().ShouldNotContain('\n');
    }

    [Fact]
    public void WhatCanNotFitIsRefusedWithTheOptionAndTheEstimate() =>
        Should.Throw<TrainingException>(() => Check(total: 4 * Gigabyte, used: 0).Demand(6 * Gigabyte, 256)).Message
            .ShouldBe("With --batch_size 256 this training takes about 6,110 MB of memory, and there are 4,000 MB. Give a smaller --batch_size.");

    [Fact]
    public async Task AProcessWithoutTheMemoryRefusesBeforeItStarts()
    {
        var folder = Directory.CreateTempSubdirectory("mcts-memory-").FullName;
        await using (var process = ChildProcess.Start(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, "train-bert-lora", "--num_samples", "400", "--batch_size", "256"],
            new Dictionary<string, string?> { ["MCTS_DATA_DIR"] = folder, ["DOTNET_GCHeapHardLimit"] = "0x18000000" }))
        {
            (await process.WaitForExitAsync(TimeSpan.FromMinutes(4))).ShouldBe(1, process.Output);
            process.Output.ShouldContain("--batch_size 256 this training takes about");
            process.Output.ShouldContain("and there are 403 MB");
        }

        Directory.Delete(folder, recursive: true);
    }

    private MemoryCheck Check(long total, long used) => new(_output, () => (total, used));
}
