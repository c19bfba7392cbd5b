namespace MctsAspire.MctsService.Search.Core;

/// <summary>How a child is selected on the way down.</summary>
internal enum Selection
{
    /// <summary>mean + c·sqrt(ln N / n) (Auer, Cesa-Bianchi and Fischer, 2002).</summary>
    Ucb1,

    /// <summary>mean + sqrt(ln N / n · min(¼, variance + sqrt(2 ln N / n))) (the same paper); it has no constant.</summary>
    Ucb1Tuned,

    /// <summary>mean + c·prior·sqrt(N) / (1 + n) (Silver and others, 2017).</summary>
    Puct,
}
