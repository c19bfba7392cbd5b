using MctsAspire.MetaControllerService.Features;
using MctsAspire.Neural.Inference;
using MctsAspire.Neural.Text;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>Routes by a BERT classifier that reads the last state in words.</summary>
/// <param name="network">The classifier.</param>
/// <param name="tokenizer">Cuts the words into what it was trained on.</param>
/// <param name="longest">The most tokens that it reads.</param>
internal sealed class BertController(BertPredictor network, WordPieceTokenizer tokenizer, int longest) : IModelController
{
    /// <summary>The most tokens of a text, whatever the network may read.</summary>
    public const int MostTokens = 512;

    /// <inheritdoc/>
    public Probabilities? Predict(ReadOnlySpan<RunFeatures> states, bool useMcts)
    {
        Span<char> text = stackalloc char[RunFeatures.LongestText];
        Span<int> ids = stackalloc int[Math.Min(longest, MostTokens)];
        var count = tokenizer.Encode(text[..states[^1].WriteText(text)], ids);

        Span<float> logits = stackalloc float[AgentNames.Count];
        ReadOnlySpan<int> lengths = [count];
        network.Predict(ids[..count], lengths, batch: 1, count, logits);
        return Probabilities.FromLogits(logits, useMcts);
    }
}
