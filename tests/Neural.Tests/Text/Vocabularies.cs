using MctsAspire.Neural.Text;

namespace MctsAspire.Neural.Tests.Text;

internal static class Vocabularies
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];

    /// <summary>A vocabulary of the special tokens and these.</summary>
    public static Vocabulary Of(params IEnumerable<string> tokens) => new([.. Special, .. tokens.Distinct()]);
}
