using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.MetaControllerService.Training.Metrics;

namespace MctsAspire.MetaControllerService.Training.Reports;

/// <summary>What there is to say about a run that is over. It holds no time: the same run gives the same figures on any machine.</summary>
internal sealed record TrainingSummary
{
    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary>What kind of controller was trained: <c>rnn</c> or <c>bert</c>.</summary>
    public required string Type { get; init; }

    /// <summary>How it was trained.</summary>
    public required TrainingPlan Plan { get; init; }

    /// <summary>Where the examples come from.</summary>
    public required string Data { get; init; }

    /// <summary>Examples for training, validation and test.</summary>
    public required (int Training, int Validation, int Test) Examples { get; init; }

    /// <summary>Weights that were trained.</summary>
    public required int TrainedWeights { get; init; }

    /// <summary>Steps that were made.</summary>
    public required int Steps { get; init; }

    /// <summary>The epoch whose weights were kept, from 1.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>All epochs.</summary>
    public required IReadOnlyList<EpochFigures> History { get; init; }

    /// <summary>What whoever reads the figures should know: settings under which they can't be good.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the kept weights achieve on the test examples.</summary>
    public required Measurement Test { get; init; }
}
