namespace MctsAspire.MetaControllerService.Training.Loop;

/// <summary>What a training command was asked for, whichever network it trains.</summary>
internal sealed record TrainingRequest
{
    /// <summary>How to train.</summary>
    public required TrainingPlan Plan { get; init; }

    /// <summary>Synthetic decisions, when there is no <see cref="DataPath"/>.</summary>
    public required int NumSamples { get; init; }

    /// <summary>Whether there are as many synthetic decisions of each agent.</summary>
    public required bool Balanced { get; init; }

    /// <summary>JSON Lines, or the id of imported ones.</summary>
    public string? DataPath { get; init; }

    /// <summary>What a call costs, in units of score, where the data tell of calls.</summary>
    public required double Price { get; init; }

    /// <summary>Where the model is written as a file, besides the artifact store.</summary>
    public string? SavePath { get; init; }

    /// <summary>Where the model and the report are written, besides the artifact store.</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>Steps between checkpoints.</summary>
    public required int CheckpointSteps { get; init; }

    /// <summary>Whether to go on from a checkpoint.</summary>
    public required bool Resume { get; init; }
}
