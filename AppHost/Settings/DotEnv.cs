using System.Text;
using System.Text.RegularExpressions;

namespace MctsAspire.AppHost.Settings;

/// <summary>
/// Reads a .env file: a line <c>NAME=value</c> each, <c>export</c> before it allowed, <c># comments</c>, values in single quotes as they
/// stand, in double quotes with the escapes \n, \r, \t, \", \\ and \$.
/// </summary>
internal static partial class DotEnv
{
    private const int LargestFile = 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; it may be missing.</param>
    /// <returns>The variables; the last line wins when a name comes twice.</returns>
    /// <exception cref="AppException">A line is not of this form. The message tells its number, never its content.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        if (!File.Exists(path))
            return new Dictionary<string, string>();
        if (new FileInfo(path).Length > LargestFile)
            throw new AppException($"{path} is larger than 1 MiB; it should hold lines of the form NAME=value.");
        try
        {
            return Parse(File.ReadAllLines(path), path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new AppException($"{path} can't be read ({problem.Message}); correct its permissions or remove it.");
        }
    }

    /// <summary>Reads lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <returns>The variables.</returns>
    /// <exception cref="AppException">A line is not of the form.</exception>
    internal static IReadOnlyDictionary<string, string> Parse(IReadOnlyList<string> lines, string source)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var match = Assignment().Match(line);
            var value = match.Success ? Value(match.Groups["value"].Value) : null;
            if (value is null || value.Contains('\0', StringComparison.Ordinal))
                throw new AppException(FormattableString.Invariant($"{source}, line {i + 1}: expected NAME=value, with a closing quote where one is opened."));
            variables[match.Groups["name"].Value] = value;
        }

        return variables;
    }

    private static string? Value(string text) => text switch
    {
        ['\'', ..] => Quoted().Match(text) is { Success: true } single ? single.Groups["text"].Value : null,
        ['"', ..] => DoubleQuoted().Match(text) is { Success: true } twice ? Unescape(twice.Groups["text"].Value) : null,
        _ => Comment().Replace(text, "").Trim(),
    };

    private static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            result.Append(text[++i] switch
            {
                'n' => "\n",
                'r' => "\r",
                't' => "\t",
                '"' => "\"",
                '$' => "$",
                '\\' => "\\",
                var other => "\\" + other,
            });
        }

        return result.ToString();
    }

    [GeneratedRegex(@"\A(export\s+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?<value>.*)\z")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\A'(?<text>[^']*)'\s*(#.*)?\z")]
    private static partial Regex Quoted();

    [GeneratedRegex("""\A"(?<text>(\\.|[^"\\])*)"\s*(#.*)?\z""")]
    private static partial Regex DoubleQuoted();

    [GeneratedRegex(@"(\A|\s)#.*\z")]
    private static partial Regex Comment();
}
