namespace MctsAspire.Neural.Inference;

/// <summary>Sequences of tokens as a caller gives them.</summary>
/// <param name="tokens">Length values for each sequence.</param>
/// <param name="types">The same for the tokens' types, or null.</param>
/// <param name="lengths">How many of them count, for each sequence.</param>
/// <param name="length">From one sequence to the next.</param>
internal readonly unsafe struct BertBatch(int* tokens, int* types, int* lengths, int length)
{
    /// <summary>Short sequences go through the layers together until they have so many tokens: enough to make use of weights that were read.</summary>
    public const int GroupTokens = 64;

    public int* Tokens { get; } = tokens;

    public int* Types { get; } = types;

    public int* Lengths { get; } = lengths;

    public int Length { get; } = length;
}
