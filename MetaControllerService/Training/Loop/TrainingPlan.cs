namespace MctsAspire.MetaControllerService.Training.Loop;

/// <summary>How a network is trained: with the network's own configuration and the data, all that decides what comes out.</summary>
internal sealed record TrainingPlan
{
    /// <summary>The learning rate, above 0.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Examples in a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Most epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Epochs without a lower validation loss before training stops.</summary>
    public required int Patience { get; init; }

    /// <summary>Steps over which the learning rate rises from 0; afterwards it falls in a line to 0 at the last step. 0: it stays the same.</summary>
    public required int WarmupSteps { get; init; }

    /// <summary>The seed of everything that is random.</summary>
    public required long Seed { get; init; }
}
