using System.Text.Json;
using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.MetaControllerService.Training.Metrics;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Training.Checkpoints;

/// <summary>
/// A <see cref="TrainingState"/> as one safetensors file: the network's and the optimizer's tensors under <c>state.</c>, the best weights
/// so far under <c>best.</c>, the rest as JSON in the metadata. Numbers keep all their bits.
/// </summary>
internal static class CheckpointFile
{
    private const string Format = "mcts-training-checkpoint-1";
    private const string StatePrefix = "state.";
    private const string BestPrefix = "best.";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true };

    private sealed record Position(
        int Epoch, int StepInEpoch, int Step, double LossSum, int Right, int BestEpoch, long OptimizerSteps, ulong RandomPosition, IReadOnlyList<EpochFigures> History);

    /// <summary>The file's bytes.</summary>
    /// <param name="state">The state.</param>
    /// <param name="run">The run that it belongs to.</param>
    public static ReadOnlyMemory<byte> Write(TrainingState state, string run)
    {
        var all = new ModelWeights();
        Add(all, StatePrefix, state.Network.Tensors);
        if (state.Best is { } best)
            Add(all, BestPrefix, best);

        var position = new Position(
            state.Epoch, state.StepInEpoch, state.Step, state.LossSum, state.Right, state.BestEpoch, state.Network.OptimizerSteps, state.Network.RandomPosition, state.History);
        // Of its length at once: grown by doubling it would take several times the memory, and a network's memory is what there is little of.
        var room = all.Tensors.Sum(tensor => (tensor.Values.Length * (long)sizeof(float)) + 300) + (300 * state.History.Count) + 10_000;
        using var stream = new MemoryStream((int)Math.Min(room, Array.MaxLength));
        SafeTensors.Write(stream, all, new Dictionary<string, string>
        {
            ["format"] = Format,
            ["run"] = run,
            ["position"] = JsonSerializer.Serialize(position, Json),
        });
        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ModelFormatException">It is no checkpoint, or one of another run.</exception>
    public static TrainingState Read(ReadOnlyMemory<byte> bytes, string run)
    {
        var file = SafeTensors.Read(bytes);
        if (file.Metadata.GetValueOrDefault("format") != Format)
            throw new ModelFormatException($"This is no checkpoint of a training run: format must be {Format}.");
        if (file.Metadata.GetValueOrDefault("run") != run)
            throw new ModelFormatException($"This is a checkpoint of another run than {run}.");

        var position = ReadPosition(file.Metadata.GetValueOrDefault("position") ?? "");
        var best = Take(file.Weights, BestPrefix);
        if ((position.BestEpoch > 0) != (best.Tensors.Count > 0) || position.BestEpoch > position.History.Count || position.History.Count != position.Epoch)
            throw new ModelFormatException("The checkpoint contradicts itself: its best epoch, its history and its weights don't fit.");
        return new(
            position.Epoch, position.StepInEpoch, position.Step, position.LossSum, position.Right, position.History, position.BestEpoch,
            new(Take(file.Weights, StatePrefix), position.OptimizerSteps, position.RandomPosition),
            position.BestEpoch > 0 ? best : null);
    }

    private static Position ReadPosition(string json)
    {
        try
        {
            var position = JsonSerializer.Deserialize<Position>(json, Json);
            return position is { Epoch: >= 0, StepInEpoch: >= 0, Step: >= 0, BestEpoch: >= 0, History: not null }
                ? position
                : throw new ModelFormatException("The checkpoint's position must hold numbers from 0.");
        }
        catch (JsonException broken)
        {
            throw new ModelFormatException($"The checkpoint's position can't be read at {broken.Path ?? "$"}.", broken);
        }
    }

    private static void Add(ModelWeights all, string prefix, ModelWeights part)
    {
        foreach (var tensor in part.Tensors)
            all.Add(prefix + tensor.Name, tensor.Shape, tensor.Values);
    }

    private static ModelWeights Take(ModelWeights all, string prefix)
    {
        var part = new ModelWeights();
        foreach (var tensor in all.Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)))
            part.Add(tensor.Name[prefix.Length..], tensor.Shape, tensor.Values);
        return part;
    }
}
