namespace MctsAspire.MctsService.Search;

/// <summary>Why a search ended.</summary>
internal enum StopReason
{
    /// <summary>All its iterations were run.</summary>
    Iterations,

    /// <summary>One action had its share of the visits.</summary>
    EarlyStop,

    /// <summary>Every line was tried to its end, and every end's value is exact.</summary>
    Exhausted,
}
