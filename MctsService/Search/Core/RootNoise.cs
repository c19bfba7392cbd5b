namespace MctsAspire.MctsService.Search.Core;

/// <summary>Dirichlet noise on the root's priors: (1 - fraction)·prior + fraction·noise.</summary>
/// <param name="Alpha">The concentration, above 0.</param>
/// <param name="Fraction">The share of the noise, in [0,1].</param>
internal sealed record RootNoise(double Alpha = 0.3, double Fraction = 0.25);
