using System.Collections.Concurrent;
using System.Text.Json;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>
/// Refuses output that gives the prompt away, wherever in the output it stands. Texts are compared as they read, so that neither other white
/// space, case, accents, punctuation, alphabets nor a split over several fields hides an echo; also backwards, by letters or by words, with letters
/// moved by 13 places and in the usual encodings; and a text that holds many short pieces of the prompt is one. Whoever hides an echo better than
/// that hides it from readers, too.
/// </summary>
internal sealed class OutputGuard
{
    // Letters and digits in a row: a sentence of the prompt has more, and prose has as many in common with the prompt only when it quotes it.
    private const int Window = 40;

    // Words in a row, and how many different ones of these may be the prompt's: an answer may say that the documents do not say.
    private const int PieceWords = 4;
    private const int MostPieces = 10;

    // One entry a primitive: the prompts are files of this project.
    private static readonly ConcurrentDictionary<string, (HashSet<string> Windows, HashSet<string> Pieces)> PartsOfPrompts = new(StringComparer.Ordinal);

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _windows;
    private readonly HashSet<string> _pieces;
    private readonly string _mark;
    private readonly Lazy<HashSet<string>> _givenWindows;
    private readonly Lazy<HashSet<string>> _givenPieces;

    /// <summary>Prepares the guard of one call.</summary>
    /// <param name="prompt">What the model is told.</param>
    /// <param name="data">The data that it is given; what stands there may be quoted.</param>
    public OutputGuard(string prompt, DataMessage data)
    {
        _mark = ReadableLetters.Of(data.Mark);
        var (windows, pieces) = PartsOfPrompts.GetOrAdd(prompt, static prompt => ([.. Windows(ReadableLetters.Of(prompt))], [.. Pieces(ReadableLetters.WordsOf(prompt))]));
        _windows = windows.GetAlternateLookup<ReadOnlySpan<char>>();
        _pieces = pieces;

        // A passage may hold the same words by chance, or be about this very prompt.
        _givenWindows = new Lazy<HashSet<string>>(() => [.. Windows(ReadableLetters.Of(data.Content)).Where(windows.Contains)]);
        _givenPieces = new Lazy<HashSet<string>>(() => [.. Pieces(ReadableLetters.WordsOf(data.Content)).Where(pieces.Contains)]);
    }

    /// <summary>Whether an output holds the mark of the data or a piece of the prompt.</summary>
    /// <param name="output">What the model wrote.</param>
    public bool Refuses(string output)
    {
        // JSON's own escapes hide letters; the names of fields stand between the values.
        var values = Values(output);
        return Echoes(output) || Echoes(string.Join(' ', values)) || HiddenText.Of(string.Join(' ', values)).Any(Echoes) || values.Any(value => HiddenText.Of(value).Any(Echoes));
    }

    private bool Echoes(string text)
    {
        var letters = ReadableLetters.Of(text);
        var words = ReadableLetters.WordsOf(text);
        return IsEcho(letters) || IsEcho(Reversed(letters)) || IsEcho(ReadableLetters.Of(Rotated(text))) || IsEcho(string.Concat(Enumerable.Reverse(words)))
            || Pieces(words).Where(piece => _pieces.Contains(piece) && !_givenPieces.Value.Contains(piece)).Distinct(StringComparer.Ordinal).Skip(MostPieces).Any();
    }

    private bool IsEcho(string letters)
    {
        if (letters.Contains(_mark, StringComparison.Ordinal))
            return true;
        for (var i = 0; i + Window <= letters.Length; i++)
        {
            if (_windows.TryGetValue(letters.AsSpan(i, Window), out var window) && !_givenWindows.Value.Contains(window))
                return true;
        }

        return false;
    }

    private static IEnumerable<string> Windows(string letters)
    {
        for (var i = 0; i + Window <= letters.Length; i++)
            yield return letters.Substring(i, Window);
    }

    private static IEnumerable<string> Pieces(List<string> words)
    {
        for (var i = 0; i + PieceWords <= words.Count; i++)
            yield return string.Join(' ', words.GetRange(i, PieceWords));
    }

    private static string Reversed(string letters)
    {
        var characters = letters.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }

    private static string Rotated(string text) =>
        string.Create(text.Length, text, static (rotated, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var c = text[i];
                rotated[i] = char.IsAsciiLetterLower(c) ? (char)('a' + ((c - 'a' + 13) % 26)) : char.IsAsciiLetterUpper(c) ? (char)('A' + ((c - 'A' + 13) % 26)) : c;
            }
        });

    private static List<string> Values(string output)
    {
        var values = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(output);
            Collect(document.RootElement, values);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            values.Add(output);
        }

        return values;
    }

    private static void Collect(JsonElement element, List<string> values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Collect(property.Value, values);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, values);
                break;
            case JsonValueKind.String:
                values.Add(element.GetString()!);
                break;
        }
    }
}
