using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>
/// Refuses output that gives the prompt away, wherever in the output it stands. Texts are compared by their letters and digits alone, so that
/// neither other white space, case, accents or punctuation nor a split over several fields hides an echo; also backwards, with letters moved by
/// 13 places, in base64 and in hexadecimal digits. Whoever hides an echo better than that hides it from readers, too.
/// </summary>
internal sealed class OutputGuard
{
    // Letters and digits in a row: a sentence of the prompt has more, and prose has as many in common with the prompt only when it quotes it.
    private const int Window = 40;
    private const int ShortestEncoded = 32;

    // One entry a primitive: the prompts are files of this project.
    private static readonly ConcurrentDictionary<string, HashSet<string>> WindowsOfPrompts = new(StringComparer.Ordinal);

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _windows;
    private readonly string _mark;
    private readonly Lazy<string> _given;

    /// <summary>Prepares the guard of one call.</summary>
    /// <param name="prompt">What the model is told.</param>
    /// <param name="data">The data that it is given; what stands there may be quoted.</param>
    public OutputGuard(string prompt, DataMessage data)
    {
        _mark = data.Mark;
        _windows = WindowsOfPrompts.GetOrAdd(prompt, WindowsOf).GetAlternateLookup<ReadOnlySpan<char>>();
        _given = new Lazy<string>(() => Letters(data.Content));
    }

    /// <summary>Whether an output holds the mark of the data or a piece of the prompt.</summary>
    /// <param name="output">What the model wrote.</param>
    public bool Refuses(string output)
    {
        // JSON's own escapes hide letters; the names of fields stand between the values.
        var values = Values(output);
        return Echoes(output) || Echoes(string.Concat(values)) || values.Any(value => Decoded(value).Any(Echoes));
    }

    private bool Echoes(string text)
    {
        var letters = Letters(text);
        return IsEcho(letters) || IsEcho(Reversed(letters)) || IsEcho(Rotated(letters));
    }

    private bool IsEcho(string letters) => letters.Contains(_mark, StringComparison.Ordinal) || HoldsWindow(letters);

    // A passage may hold the same words by chance, or be about this very prompt.
    private bool HoldsWindow(string letters)
    {
        for (var i = 0; i + Window <= letters.Length; i++)
        {
            var window = letters.AsSpan(i, Window);
            if (_windows.Contains(window) && !_given.Value.AsSpan().Contains(window, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static HashSet<string> WindowsOf(string prompt)
    {
        var told = Letters(prompt);
        var windows = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i + Window <= told.Length; i++)
            windows.Add(told.Substring(i, Window));
        return windows;
    }

    private static string Letters(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            // Full-width forms and letters with accents count as the plain characters.
            var plain = c is >= '\uff01' and <= '\uff5e' ? (char)(c - 0xfee0) : c;
            if (char.IsLetterOrDigit(plain))
                letters.Append(CharacterFolding.ToPlainLower(plain));
        }

        return letters.ToString();
    }

    private static string Reversed(string letters)
    {
        var characters = letters.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }

    private static string Rotated(string letters) =>
        string.Create(letters.Length, letters, static (rotated, letters) =>
        {
            for (var i = 0; i < letters.Length; i++)
                rotated[i] = char.IsAsciiLetterLower(letters[i]) ? (char)('a' + ((letters[i] - 'a' + 13) % 26)) : letters[i];
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

    private static IEnumerable<string> Decoded(string value)
    {
        foreach (var word in value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Append(string.Concat(value.Where(c => !char.IsWhiteSpace(c)))))
        {
            if (word.Length < ShortestEncoded)
                continue;
            if (FromHex(word) is { } hex)
                yield return hex;
            if (FromBase64(word) is { } base64)
                yield return base64;
        }
    }

    private static string? FromHex(string word) =>
        word.Length % 2 == 0 && word.All(char.IsAsciiHexDigit) ? Encoding.UTF8.GetString(Convert.FromHexString(word)) : null;

    private static string? FromBase64(string word)
    {
        var standard = word.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        standard = standard.PadRight((standard.Length + 3) / 4 * 4, '=');
        var bytes = new byte[standard.Length];
        return Convert.TryFromBase64String(standard, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
