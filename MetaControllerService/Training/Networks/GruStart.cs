using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Training.Networks;

/// <summary>What a GRU begins with: random weights, once it is known that they can be trained and served.</summary>
internal static class GruStart
{
    /// <summary>The network of a command.</summary>
    /// <param name="config">Its sizes.</param>
    /// <param name="split">The examples.</param>
    /// <param name="plan">How it will be trained.</param>
    /// <param name="mostBytes">The largest model that the service reads.</param>
    /// <param name="memory">Makes sure that there is memory.</param>
    /// <param name="team">Threads that share the work; null: the caller's alone.</param>
    /// <exception cref="ModelFormatException">The service would refuse the model; the message names the limit.</exception>
    /// <exception cref="TrainingException">There is not enough memory.</exception>
    public static GruTrainee Create(GruConfig config, DataSplit split, TrainingPlan plan, int mostBytes, MemoryCheck memory, WorkerTeam? team)
    {
        ServableModel.Check(TrainingMemory.Weights(config.Validate()), tokenizer: null, mostBytes);
        var longest = split.Training.Max(example => example.States.Count);
        memory.Demand(TrainingMemory.Of(config, Math.Min(plan.BatchSize, split.Training.Count), longest), plan.BatchSize);
        return new(config, plan.Seed, team);
    }
}
