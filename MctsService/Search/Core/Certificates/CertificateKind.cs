namespace MctsAspire.MctsService.Search.Core.Certificates;

/// <summary>What a certificate rests on.</summary>
internal enum CertificateKind
{
    /// <summary>The search's own means, which are biased by what it chose to look at: no statement about their error.</summary>
    Estimated,

    /// <summary>Independent rollouts of the frozen policy.</summary>
    Bounded,

    /// <summary>The solver, or an exact solution.</summary>
    Proven,
}
