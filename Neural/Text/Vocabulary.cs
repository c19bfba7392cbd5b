using System.Text;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Text;

/// <summary>
/// The tokens that a BERT model knows, each with its number: the lines of a <c>vocab.txt</c>. A token that begins with <c>##</c> goes on
/// with a word that another token began. As in Hugging Face's library every line counts: of a token that stands on several the last number
/// holds, and an empty line is a number that no text has. What is read may come from anyone: it is bounded and checked.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>The most tokens that a vocabulary may have.</summary>
    public const int MostTokens = 1_000_000;

    /// <summary>The most UTF-16 code units that a token may have.</summary>
    public const int LongestToken = 512;

    /// <summary>The most bytes that a file may have.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    /// <summary>Marks a token that goes on with a word.</summary>
    public const string Continuation = "##";

    private const char ByteOrderMark = '\uFEFF';
    private const string LineBreaks = "\r\n";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, int> _beginnings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _continuations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _findBeginning;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _findContinuation;

    /// <summary>A vocabulary of these tokens; the first has the number 0.</summary>
    /// <exception cref="ModelFormatException">There are too many, one is too long or no Unicode text, or a special token is missing; the message names the line.</exception>
    public Vocabulary(IReadOnlyList<string> tokens)
    {
        if (tokens.Count > MostTokens)
            throw new ModelFormatException($"The vocabulary has {tokens.Count} tokens; at most {MostTokens} are allowed.");
        for (var id = 0; id < tokens.Count; id++)
            Add(tokens[id], id);

        Tokens = tokens;
        _findBeginning = _beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
        _findContinuation = _continuations.GetAlternateLookup<ReadOnlySpan<char>>();
        (Padding, Unknown, Start, End) = (Special("[PAD]"), Special("[UNK]"), Special("[CLS]"), Special("[SEP]"));
    }

    /// <summary>The tokens by number.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>The number of <c>[PAD]</c>, which fills up the shorter texts of a batch.</summary>
    public int Padding { get; }

    /// <summary>The number of <c>[UNK]</c>, which stands for a word that no tokens make.</summary>
    public int Unknown { get; }

    /// <summary>The number of <c>[CLS]</c>, which begins a text.</summary>
    public int Start { get; }

    /// <summary>The number of <c>[SEP]</c>, which ends a text.</summary>
    public int End { get; }

    /// <summary>UTF-16 code units of the longest token, without the mark of continuation.</summary>
    internal int Longest { get; private set; }

    /// <summary>Reads a file of one token a line, in UTF-8.</summary>
    /// <param name="file">The file, from where it stands to its end.</param>
    /// <exception cref="ModelFormatException">It is too large, not UTF-8, or no vocabulary; the message names the line.</exception>
    public static Vocabulary Read(Stream file)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (file.Read(buffer) is > 0 and var read)
        {
            if (copy.Length + read > MostBytes)
                throw new ModelFormatException($"The vocabulary has more than {MostBytes} bytes, the most that are allowed.");
            copy.Write(buffer, 0, read);
        }

        try
        {
            return Parse(StrictUtf8.GetString(copy.GetBuffer(), 0, (int)copy.Length));
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFormatException("The vocabulary is not text in UTF-8.", e);
        }
    }

    /// <summary>Reads the lines of a file.</summary>
    /// <param name="lines">One token a line, with a byte order mark before them or without; empty lines at the end say nothing.</param>
    /// <exception cref="ModelFormatException">They are no vocabulary; the message names the line.</exception>
    public static Vocabulary Parse(string lines)
    {
        var tokens = new List<string>();
        var text = lines.AsSpan().TrimStart(ByteOrderMark).TrimEnd(LineBreaks);
        foreach (var range in text.Split('\n'))
        {
            var token = text[range];
            if (tokens.Count == MostTokens)
                throw new ModelFormatException($"The vocabulary has more than {MostTokens} tokens, the most that are allowed.");
            token = token.EndsWith('\r') ? token[..^1] : token;

            // Before it is copied: a line may be as long as the file.
            CheckLength(token.Length, tokens.Count);
            tokens.Add(token.ToString());
        }

        return new Vocabulary(tokens);
    }

    /// <summary>The lines of a file.</summary>
    public override string ToString() => string.Concat(Tokens.Select(token => token + "\n"));

    /// <summary>Finds the number of a piece of a word.</summary>
    /// <param name="piece">The piece, without the mark of continuation.</param>
    /// <param name="goesOn">Whether another piece of the word stands before it.</param>
    /// <param name="id">The number.</param>
    internal bool TryFind(ReadOnlySpan<char> piece, bool goesOn, out int id) =>
        goesOn ? _findContinuation.TryGetValue(piece, out id) : _findBeginning.TryGetValue(piece, out id);

    private void Add(string token, int id)
    {
        CheckLength(token.Length, id);
        if (!IsText(token))
            throw new ModelFormatException($"Line {id + 1} of the vocabulary holds half of a surrogate pair, and must be Unicode text.");
        var goesOn = token.Length > Continuation.Length && token.StartsWith(Continuation, StringComparison.Ordinal);
        var piece = goesOn ? token[Continuation.Length..] : token;
        if (piece.Length > 0)
            (goesOn ? _continuations : _beginnings)[piece] = id;
        Longest = Math.Max(Longest, piece.Length);
    }

    private static void CheckLength(int length, int id)
    {
        if (length > LongestToken)
            throw new ModelFormatException($"Line {id + 1} of the vocabulary has {length} characters, and must have at most {LongestToken}.");
    }

    private static bool IsText(ReadOnlySpan<char> token)
    {
        while (!token.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(token, out _, out var units) != System.Buffers.OperationStatus.Done)
                return false;
            token = token[units..];
        }

        return true;
    }

    private int Special(string token) => _beginnings.TryGetValue(token, out var id)
        ? id
        : throw new ModelFormatException($"The vocabulary has no token {token}; [PAD], [UNK], [CLS] and [SEP] must be there.");
}
