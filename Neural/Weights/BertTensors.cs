namespace MctsAspire.Neural.Weights;

/// <summary>A BERT's tensors by name. Files without the prefix <c>bert.</c>, and older ones that say gamma and beta for weight and bias of a normalisation, are read too.</summary>
/// <param name="weights">The tensors under any of these names.</param>
public sealed class BertTensors(ModelWeights weights)
{
    /// <summary>The values of a tensor that must be there in this shape.</summary>
    /// <param name="name">Its newest name with the prefix, as <c>bert.embeddings.LayerNorm.weight</c>.</param>
    /// <param name="shape">Its sizes, slowest first.</param>
    /// <exception cref="ModelFormatException">It is absent under all its names, or has another shape.</exception>
    public ReadOnlySpan<float> Get(string name, params ReadOnlySpan<int> shape) => weights.Get(TensorNames.Find(weights, name) ?? name, shape);
}
