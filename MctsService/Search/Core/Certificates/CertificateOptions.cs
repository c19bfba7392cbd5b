namespace MctsAspire.MctsService.Search.Core.Certificates;

/// <summary>How sure a result should be made after the search.</summary>
internal sealed record CertificateOptions
{
    /// <summary>How much better than the chosen action another may be, as a return in [0,1].</summary>
    public double Epsilon { get; init; } = 0.02;

    /// <summary>The probability that the statement is wrong, in (0,1).</summary>
    public double Delta { get; init; } = 0.05;

    /// <summary>The most rollouts over all actions; 0: none.</summary>
    public int Rollouts { get; init; } = 20_000;

    /// <summary>Rollouts of an action between two looks.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The most actions in the race.</summary>
    public int Actions { get; init; } = 4;
}
