using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.ServiceDefaults.Configuration;

/// <summary>Reads single variables and collects what is wrong with them. A problem names the variable and the allowed range; a secret's value is never part of it.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private const int ShortestKey = 20;
    private const int LongestEcho = 40;
    private const int LongestName = 100;

    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public void Refuse(string name, string problem) => _problems.Add($"{name} {problem}");

    public string? Text(string name) => configuration[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    public int? Integer(string name, int minimum, int maximum) => (int?)Long(name, minimum, maximum);

    public long? Long(string name, long minimum, long maximum)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"is {Echo(text)}, and must be an integer from {minimum} to {maximum}"));
        return null;
    }

    public double? Number(string name, double minimum, double maximum)
    {
        if (Text(name) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"is {Echo(text)}, and must be a number from {minimum} to {maximum}"));
        return null;
    }

    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        if (Find(text, choices) is { } value)
            return value;
        Refuse(name, $"is {Echo(text)}, and must be one of {string.Join(", ", choices.Keys)}");
        return null;
    }

    /// <summary>Reads a name that becomes part of an address.</summary>
    public string? Name(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (text.Length <= LongestName && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.') && text is not ("." or ".."))
            return text;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"is {Echo(text)}, and must have 1 to {LongestName} letters, digits, dots, hyphens and underscores"));
        return null;
    }

    /// <summary>Reads a list of choices with commas between them.</summary>
    public IReadOnlyList<T> Choices<T>(string name, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        var values = new List<T>();
        foreach (var part in (Text(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Find(part, choices) is { } value)
            {
                values.Add(value);
                continue;
            }

            Refuse(name, $"holds {Echo(part)}, and must hold nothing but {string.Join(", ", choices.Keys)}, with commas between them");
            break;
        }

        return values;
    }

    /// <summary>Reads an address that secrets are sent to: nobody may listen on the way.</summary>
    public Uri? SafeAddress(string name)
    {
        var address = Address(name);
        if (address is null || address.Scheme == Uri.UriSchemeHttps || address.IsLoopback)
            return address;
        Refuse(name, "must be an https address unless it is on this machine: the key is sent there");
        return null;
    }

    public Uri? Address(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0)
            return address;
        // Not echoed: an address may hold a password.
        Refuse(name, "is not an address, and must be an absolute http or https URL");
        return null;
    }

    /// <summary>Reads a key of which only the look is checked.</summary>
    public Secret? Key(string name, string? prefix)
    {
        if (Text(name) is not { } text)
            return null;
        if (prefix is not null && LooksLikePlaceholder(text))
            Refuse(name, "is a placeholder, and must be a real key or be unset");
        else if (prefix is not null && !text.StartsWith(prefix, StringComparison.Ordinal))
            Refuse(name, $"does not begin with {prefix}, as a key of this kind must");
        else if (prefix is not null && text.Length < ShortestKey)
            Refuse(name, $"is too short, and must have at least {ShortestKey} characters");
        else
            return new Secret(text);
        return null;
    }

    private static T? Find<T>(string text, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        foreach (var (choice, value) in choices)
        {
            if (string.Equals(choice, text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    // A key of random characters must not hold any of these by chance: three of the same would be in one of 200.
    private static bool LooksLikePlaceholder(string text) =>
        text.Contains("your-", StringComparison.OrdinalIgnoreCase)
        || text.Contains("your_", StringComparison.OrdinalIgnoreCase)
        || text.Contains("...", StringComparison.Ordinal)
        || text.Contains("xxxx", StringComparison.OrdinalIgnoreCase)
        || text.Contains('<', StringComparison.Ordinal)
        || text.Contains("placeholder", StringComparison.OrdinalIgnoreCase)
        || text.Contains("changeme", StringComparison.OrdinalIgnoreCase);

    /// <summary>A value fit for a one-line message; a key that landed in the wrong variable is masked.</summary>
    private static string Echo(string text)
    {
        var line = new string(text.Select(character => char.IsControl(character) ? ' ' : character).ToArray());
        line = Logging.SecretPatterns.Redact(line);
        return line.Length <= LongestEcho ? $"'{line}'" : $"'{line[..LongestEcho]}…'";
    }
}
