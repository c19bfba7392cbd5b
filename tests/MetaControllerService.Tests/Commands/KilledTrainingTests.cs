using MctsAspire.MetaControllerService.Commands;
using MctsAspire.MetaControllerService.Tests.Models;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Commands;

public sealed class KilledTrainingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-killed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("train-rnn", 3)]
    [InlineData("train-bert-lora", 2)]
    public async Task ARunThatIsKilledAgainAndAgainComesToTheSameBytes(string command, int kills)
    {
        await using (var whole = Start(command, "whole"))
            (await whole.WaitForExitAsync(Patience)).ShouldBe(0, whole.Output);

        // On a busy machine a run may have ended before it is killed, which shows nothing: then all begins again.
        for (var attempt = 1; !await IsKilledAsync(command, kills); attempt++)
        {
            attempt.ShouldBeLessThan(10, "no run lived long enough to be killed");
            Directory.Delete(Path.Combine(_folder, "killed"), recursive: true);
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
        // More epochs than it can come to, however late the signal is.
        await using var stopped = Start("train-rnn", "killed", Gru(epochs: 1000), []);
        await Eventually.HoldsAsync(() => Checkpoint() is not null, () => stopped.Output);

        stopped.Signal("INT");

        (await stopped.WaitForExitAsync(Patience)).ShouldBe(130, stopped.Output);
        stopped.Output.ShouldContain("--resume goes on from it");
        Checkpoint().ShouldNotBeNull();
        File.Exists(Model("killed")).ShouldBeFalse();
    }

    /// <summary>Kills one run after the other as soon as each has written a checkpoint.</summary>
    /// <returns>Whether each of them was killed before it had ended.</returns>
    private async Task<bool> IsKilledAsync(string command, int kills)
    {
        const int byKill = 137;
        var checkpoint = "";
        for (var kill = 0; kill < kills; kill++)
        {
            await using var killed = Start(command, "killed", "--resume");
            await Eventually.HoldsAsync(() => killed.HasExited || (Checkpoint() is { } found && found != checkpoint), () => killed.Output);
            if (!killed.HasExited)
                killed.Signal("KILL");
            var code = await killed.WaitForExitAsync(Patience);
            if (code == 0)
                return false;
            code.ShouldBe(byKill, killed.Output);
            checkpoint = Checkpoint().ShouldNotBeNull();
        }

        return true;
    }

    private string Model(string name) => Path.Combine(_folder, name, "model.safetensors");

    private string? Checkpoint()
    {
        var folder = Path.Combine(_folder, "killed", "meta-controller", "artifacts", "meta-controller-checkpoints");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault() : null;
    }

    private ChildProcess Start(string command, string name, params string[] more) => Start(command, name, command == "train-rnn" ? Gru(epochs: 6) : Bert(), more);

    private ChildProcess Start(string command, string name, string[] size, string[] more) => ChildProcess.Start(
        "dotnet",
        [
            typeof(CommandLine).Assembly.Location, command, .. size, "--checkpoint_steps", "3", "--save_path", Model(name), .. more,
        ],
        new Dictionary<string, string?> { ["MCTS_DATA_DIR"] = Path.Combine(_folder, name), ["SOURCE_DATE_EPOCH"] = "1700000000" });

    private static string[] Gru(int epochs) => ["--num_samples", "2000", "--epochs", $"{epochs}", "--hidden_dim", "24", "--dropout", "0.2"];

    private string[] Bert()
    {
        var start = Path.Combine(_folder, "start");
        if (!Directory.Exists(start))
            TestModels.WriteCheckpoint(Directory.CreateDirectory(start).FullName, TestModels.Bert, TestModels.BertWeights(1));
        return ["--model_name", start, "--num_samples", "1000", "--epochs", "5", "--batch_size", "8", "--warmup_steps", "5", "--lora_dropout", "0.2"];
    }
}
