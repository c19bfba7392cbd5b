using MctsAspire.MetaControllerService.Commands;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Commands;

public sealed class KilledTrainingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-killed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ARunThatIsKilledAgainAndAgainComesToTheSameBytes()
    {
        await using (var whole = Start("whole"))
            (await whole.WaitForExitAsync(Patience)).ShouldBe(0, whole.Output);

        var checkpoint = "";
        for (var kill = 0; kill < 3; kill++)
        {
            await using var killed = Start("killed", "--resume");
            await Eventually.HoldsAsync(() => Checkpoint() is { } found && found != checkpoint, () => killed.Output);
            killed.HasExited.ShouldBeFalse(killed.Output);
            killed.Signal("KILL");
            await killed.WaitForExitAsync(Patience);
            checkpoint = Checkpoint().ShouldNotBeNull();
        }

        await using (var last = Start("killed", "--resume"))
        {
            (await last.WaitForExitAsync(Patience)).ShouldBe(0, last.Output);
            last.Output.ShouldContain("resumed in epoch");
        }

        (await File.ReadAllBytesAsync(Model("killed"))).ShouldBe(await File.ReadAllBytesAsync(Model("whole")));
        Checkpoint().ShouldBeNull();
    }

    [Fact]
    public async Task CtrlCKeepsACheckpointAndEndsWithTheCodeOfShells()
    {
        await using var stopped = Start("killed");
        await Eventually.HoldsAsync(() => Checkpoint() is not null, () => stopped.Output);

        stopped.Signal("INT");

        (await stopped.WaitForExitAsync(Patience)).ShouldBe(130, stopped.Output);
        stopped.Output.ShouldContain("--resume goes on from it");
        Checkpoint().ShouldNotBeNull();
        File.Exists(Model("killed")).ShouldBeFalse();
    }

    private string Model(string name) => Path.Combine(_folder, name, "model.safetensors");

    private string? Checkpoint()
    {
        var folder = Path.Combine(_folder, "killed", "meta-controller", "artifacts", "meta-controller-checkpoints");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault() : null;
    }

    private ChildProcess Start(string name, params string[] more) => ChildProcess.Start(
        "dotnet",
        [
            typeof(CommandLine).Assembly.Location, "train-rnn", "--num_samples", "2000", "--epochs", "6", "--hidden_dim", "24", "--dropout", "0.2",
            "--checkpoint_steps", "3", "--save_path", Model(name), .. more,
        ],
        new Dictionary<string, string?> { ["MCTS_DATA_DIR"] = Path.Combine(_folder, name), ["SOURCE_DATE_EPOCH"] = "1700000000" });
}
