using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>A network that has learned which agent should work next. Thread-safe.</summary>
internal interface IModelController
{
    /// <summary>What it makes of the last of the states; <see langword="null"/> when its numbers overflow.</summary>
    /// <param name="states">The states of the run, oldest first, at least one.</param>
    /// <param name="useMcts">Whether mcts may be chosen.</param>
    Probabilities? Predict(ReadOnlySpan<RunFeatures> states, bool useMcts);
}
