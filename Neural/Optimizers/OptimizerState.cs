using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Optimizers;

/// <summary>
/// What an optimizer remembers. With the parameters, the random generators' positions and the place in the data it is all that a run needs
/// to go on with the same bits.
/// </summary>
/// <param name="Step">Steps done.</param>
/// <param name="Moments">For each trained parameter <c>name.exp_avg</c> and <c>name.exp_avg_sq</c>, in its shape.</param>
public sealed record OptimizerState(long Step, ModelWeights Moments);
