using MctsAspire.MetaControllerService.Features;
using MctsAspire.Neural.Inference;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>Routes by a GRU that reads all the run's states so far.</summary>
internal sealed class RnnController(GruPredictor network) : IModelController
{
    /// <inheritdoc/>
    public Probabilities? Predict(ReadOnlySpan<RunFeatures> states, bool useMcts)
    {
        Span<float> sequence = stackalloc float[states.Length * RunFeatures.Dimensions];
        for (var i = 0; i < states.Length; i++)
            states[i].Normalize(sequence.Slice(i * RunFeatures.Dimensions, RunFeatures.Dimensions));

        Span<float> logits = stackalloc float[AgentNames.Count];
        network.Predict(sequence, batch: 1, states.Length, logits);
        return Probabilities.FromLogits(logits, useMcts);
    }
}
