using System.Text;

namespace MctsAspire.ServiceDefaults.Configuration;

/// <summary>
/// Reads a <c>.env</c> file: a <c>NAME=value</c> a line, <c>export</c> before it if one likes, comments behind <c>#</c>, values bare, in single
/// quotes (taken as they are) or in double quotes (with the escapes \n, \r, \t, \\ and \", and over several lines).
/// </summary>
internal static class DotEnvFile
{
    public const string FileName = ".env";

    /// <summary>The nearest <c>.env</c> from a folder upwards, not beyond the repository's root; <see langword="null"/>: there is none.</summary>
    public static string? Find(string folder)
    {
        for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
        {
            var file = Path.Combine(place.FullName, FileName);
            if (File.Exists(file))
                return file;
            if (IsRepositoryRoot(place.FullName))
                return null;
        }

        return null;
    }

    public static IEnumerable<KeyValuePair<string, string?>> Parse(string text)
    {
        var position = 0;
        while (position < text.Length)
        {
            if (ParseLine(text, ref position) is { } entry)
                yield return entry;
        }
    }

    private static bool IsRepositoryRoot(string folder) =>
        Directory.Exists(Path.Combine(folder, ".git"))
        || File.Exists(Path.Combine(folder, ".git"))
        || Directory.EnumerateFiles(folder, "*.sln").Any();

    private static KeyValuePair<string, string?>? ParseLine(string text, ref int position)
    {
        var lineEnd = EndOfLine(text, position);
        var line = text.AsSpan(position, lineEnd - position);
        var equals = line.IndexOf('=');
        var name = equals < 0 ? default : line[..equals].Trim().TrimStart('\uFEFF');
        if (name.StartsWith("export ", StringComparison.Ordinal))
            name = name["export ".Length..].TrimStart();
        if (!IsName(name))
        {
            position = lineEnd + 1;
            return null;
        }

        var key = name.ToString().Replace("__", ":", StringComparison.Ordinal);
        position += equals + 1;
        while (position < lineEnd && text[position] is ' ' or '\t')
            position++;

        var value = position < lineEnd && text[position] is '"' or '\''
            ? ParseQuoted(text, ref position)
            : null;
        value ??= Bare(text.AsSpan(position, EndOfLine(text, position) - position));
        position = EndOfLine(text, position) + 1;
        return new KeyValuePair<string, string?>(key, value);
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '.' or ':' or '-'))
                return false;
        }

        return !name.IsEmpty && !char.IsAsciiDigit(name[0]);
    }

    /// <summary>Reads up to the closing quote; <see langword="null"/> when there is none, so that the value is bare after all.</summary>
    private static string? ParseQuoted(string text, ref int position)
    {
        var quote = text[position];
        var value = new StringBuilder();
        for (var at = position + 1; at < text.Length; at++)
        {
            var character = text[at];
            if (character == quote)
            {
                position = at + 1;
                return value.ToString();
            }

            if (character == '\\' && quote == '"' && at + 1 < text.Length)
                value.Append(Unescape(text[++at]));
            else
                value.Append(character);
        }

        return null;
    }

    private static string Unescape(char escaped) => escaped switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        '\\' or '"' or '$' => escaped.ToString(),
        _ => $"\\{escaped}",
    };

    private static string Bare(ReadOnlySpan<char> value)
    {
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] == '#' && (at == 0 || char.IsWhiteSpace(value[at - 1])))
                return value[..at].Trim().ToString();
        }

        return value.Trim().ToString();
    }

    private static int EndOfLine(string text, int from)
    {
        var end = from < text.Length ? text.IndexOf('\n', from) : -1;
        return end < 0 ? text.Length : end;
    }
}
