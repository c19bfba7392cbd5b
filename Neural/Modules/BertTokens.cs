namespace MctsAspire.Neural.Modules;

/// <summary>The tokens of several sequences, one after the other and without padding.</summary>
/// <param name="ids">Each token's number in the vocabulary.</param>
/// <param name="types">Each token's type: 0 for the first sentence, 1 for the second.</param>
/// <param name="positions">Each token's place in its sequence, from 0.</param>
public readonly ref struct BertTokens(ReadOnlySpan<int> ids, ReadOnlySpan<int> types, ReadOnlySpan<int> positions)
{
    /// <summary>Each token's number in the vocabulary.</summary>
    public ReadOnlySpan<int> Ids { get; } = ids;

    /// <summary>Each token's type: 0 for the first sentence, 1 for the second.</summary>
    public ReadOnlySpan<int> Types { get; } = types;

    /// <summary>Each token's place in its sequence, from 0.</summary>
    public ReadOnlySpan<int> Positions { get; } = positions;
}
