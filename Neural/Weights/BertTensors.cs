namespace MctsAspire.Neural.Weights;

/// <summary>A BERT's tensors by name. Files without the prefix <c>bert.</c>, and older ones that say gamma and beta for weight and bias of a normalisation, are read too.</summary>
/// <param name="weights">The tensors under any of these names.</param>
public sealed class BertTensors(ModelWeights weights)
{
    private const string Prefix = "bert.";

    /// <summary>The values of a tensor that must be there in this shape.</summary>
    /// <param name="name">Its newest name with the prefix, as <c>bert.embeddings.LayerNorm.weight</c>.</param>
    /// <param name="shape">Its sizes, slowest first.</param>
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
