using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Training.Loop;

/// <summary>All of a network under training that later steps depend on.</summary>
/// <param name="Tensors">The weights and the optimizer's moments.</param>
/// <param name="OptimizerSteps">Steps that the optimizer made.</param>
/// <param name="RandomPosition">How many random numbers dropout has drawn.</param>
internal sealed record NetworkState(ModelWeights Tensors, long OptimizerSteps, ulong RandomPosition);
