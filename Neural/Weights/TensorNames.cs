namespace MctsAspire.Neural.Weights;

/// <summary>The names that checkpoints know a tensor by: some lack the model's prefix, and older ones say gamma and beta for a normalisation's weight and bias.</summary>
internal static class TensorNames
{
    private const string Prefix = "bert.";

    /// <summary>The name that weights have a tensor under; null when they don't have it.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="name">The newest name, with the prefix.</param>
    public static string? Find(ModelWeights weights, string name)
    {
        foreach (var spelling in (ReadOnlySpan<string>)[name, Older(name)])
        {
            if (weights.TryGet(spelling, out _))
                return spelling;
            if (spelling.StartsWith(Prefix, StringComparison.Ordinal) && spelling[Prefix.Length..] is var bare && weights.TryGet(bare, out _))
                return bare;
        }

        return null;
    }

    private static string Older(string name) =>
        name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? name[..^"weight".Length] + "gamma"
        : name.EndsWith("LayerNorm.bias", StringComparison.Ordinal) ? name[..^"bias".Length] + "beta"
        : name;
}
