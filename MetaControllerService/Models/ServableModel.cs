using System.Globalization;
using MctsAspire.Neural.Text;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Models;

/// <summary>Makes sure before a model is stored that the service will take it: whatever is stored last is what it serves from then on.</summary>
internal static class ServableModel
{
    private const string Setting = "MetaController:ModelMegabytes";

    /// <summary>The bundle's file, read back and tried as the service does it.</summary>
    /// <param name="bundle">The model.</param>
    /// <param name="mostBytes">The largest file that the service reads.</param>
    /// <exception cref="ModelFormatException">The service would refuse it; the message names the limit and what to do.</exception>
    public static ReadOnlyMemory<byte> Write(ModelBundle bundle, int mostBytes)
    {
        CheckLength(LeastBytes(bundle.Parameters, bundle.Tokenizer), mostBytes);
        var file = BundleFile.ToBytes(bundle);
        CheckLength(file.Length, mostBytes);
        ServedModel.Of(BundleFile.Read(file), "import", threshold: 0, DateTimeOffset.UnixEpoch);
        return file;
    }

    /// <summary>Refuses, before any work on it, a model whose file is certainly too large.</summary>
    /// <param name="weights">Numbers that it has learned or will learn.</param>
    /// <param name="tokenizer">Its tokenizer, or null.</param>
    /// <param name="mostBytes">The largest file that the service reads.</param>
    /// <exception cref="ModelFormatException">It is too large.</exception>
    public static void Check(long weights, WordPieceTokenizer? tokenizer, int mostBytes) => CheckLength(LeastBytes(weights, tokenizer), mostBytes);

    private static long LeastBytes(long weights, WordPieceTokenizer? tokenizer) => (weights * sizeof(float)) + (tokenizer?.Vocabulary.Tokens.Sum(token => token.Length + 1L) ?? 0);

    private static void CheckLength(long length, int mostBytes)
    {
        if (length <= mostBytes)
            return;
        var needed = (length + (1 << 20) - 1) >> 20;
        throw new ModelFormatException(string.Create(
            CultureInfo.InvariantCulture,
            $"The model takes {needed} MiB in the form that the service reads (32-bit floats), and {mostBytes >> 20} MiB are allowed ({Setting}, at most {BundleFile.MostMegabytes}). {(needed <= BundleFile.MostMegabytes ? $"Set MetaController__ModelMegabytes={needed + 1} for this command and for the service." : "Take a smaller model.")}"));
    }
}
