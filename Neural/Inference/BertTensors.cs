using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Inference;

/// <summary>A BERT's tensors by name. Files without the prefix <c>bert.</c>, and older ones that say gamma and beta for weight and bias of a normalisation, are read too.</summary>
internal sealed class BertTensors(ModelWeights weights)
{
    private const string Prefix = "bert.";

    /// <summary>The values of a tensor that must be there in this shape.</summary>
    /// <exception cref="ModelFormatException">It is absent under all its names, or has another shape.</exception>
    public ReadOnlySpan<float> Get(string name, params ReadOnlySpan<int> shape)
    {
        var older = name.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal);
        foreach (var candidate in (ReadOnlySpan<string>)[name, older])
        {
            var bare = candidate.StartsWith(Prefix, StringComparison.Ordinal) ? candidate[Prefix.Length..] : candidate;
            if (weights.TryGet(candidate, out _))
                return weights.Get(candidate, shape);
            if (weights.TryGet(bare, out _))
                return weights.Get(bare, shape);
        }

        return weights.Get(name, shape);
    }
}
