using MctsAspire.MetaControllerService.Commands;
using MctsAspire.MetaControllerService.Tests.Models;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Commands;

public sealed class KilledTrainingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly string[] Gru = ["--num_samples", "2000", "--epochs", "6", "--hidden_dim", "24", "--dropout", "0.2"];

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-killed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("train-rnn", 3)]
    [InlineData("train-bert-lora", 2)]
    public async Task ARunThatIsKilledAgainAndAgainComesToTheSameBytes(string command, int kills)
    {
        await using (var whole = Start(command, "whole"))
            (await whole.WaitForExitAsync(Patience)).ShouldBe(0, whole.Output);

        var checkpoint = "";
        for (var kill = 0; kill < kills; kill++)
        {
            await using var killed = Start(command, "killed", "--resume");
            await Eventually.HoldsAsync(() => Checkpoint() is { } found && found != checkpoint, () => killed.Output);
            killed.HasExited.ShouldBeFalse(killed.Output);
            killed.Signal("KILL");
            await killed.WaitForExitAsync(Patience);
            checkpoint = Checkpoint().ShouldNotBeNull();
        }

        await using (var last = Start(command, "killed", "--resume"))
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
        await using var stopped = Start("train-rnn", "killed");
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

    private ChildProcess Start(string command, string name, params string[] more) => ChildProcess.Start(
        "dotnet",
        [
            typeof(CommandLine).Assembly.Location, command, .. command == "train-rnn" ? Gru : Bert(), "--checkpoint_steps", "3", "--save_path", Model(name), .. more,
        ],
        new Dictionary<string, string?> { ["MCTS_DATA_DIR"] = Path.Combine(_folder, name), ["SOURCE_DATE_EPOCH"] = "1700000000" });

    private string[] Bert()
    {
        var start = Path.Combine(_folder, "start");
        if (!Directory.Exists(start))
            TestModels.WriteCheckpoint(Directory.CreateDirectory(start).FullName, TestModels.Bert, TestModels.BertWeights(1));
        return ["--model_name", start, "--num_samples", "1000", "--epochs", "5", "--batch_size", "8", "--warmup_steps", "5", "--lora_dropout", "0.2"];
    }
}
