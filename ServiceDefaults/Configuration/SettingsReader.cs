using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.ServiceDefaults.Configuration;

/// <summary>Reads single variables and collects what is wrong with them. A problem names the variable and the allowed range; a secret's value is never part of it.</summary>
/// <param name="configuration">Where the variables stand. A name may hold <c>__</c>, as environment variables do, for the <c>:</c> between sections.</param>
public sealed class SettingsReader(IConfiguration configuration)
{
    private const int ShortestKey = 20;
    private const int LongestEcho = 40;
    private const int LongestName = 100;

    private readonly List<string> _problems = [];
    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong, in the order in which it was found.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Adds a problem.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="problem">What is wrong with its value (never a secret one) and what is allowed, as <c>is 0, and must be an integer from 1 to 300</c>.</param>
    public void Refuse(string name, string problem) => _problems.Add($"{name} {problem}");

    /// <summary>Reads a text without the white space around it; <see langword="null"/>: the variable is unset or blank.</summary>
    /// <param name="name">The variable.</param>
    public string? Text(string name)
    {
        _read.Add(name);
        return configuration[name.Replace("__", ":", StringComparison.Ordinal)] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
    }

    /// <summary>Reads an integer; <see langword="null"/>: the variable is unset, or not allowed, which is a problem then.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="minimum">The least that is allowed.</param>
    /// <param name="maximum">The most that is allowed.</param>
    public int? Whole(string name, int minimum, int maximum) => (int?)WholeLong(name, minimum, maximum);

    /// <inheritdoc cref="Whole(string, int, int)"/>
    public long? WholeLong(string name, long minimum, long maximum)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"is {Echo(text)}, and must be an integer from {minimum} to {maximum}"));
        return null;
    }

    /// <summary>Reads a number; <see langword="null"/>: the variable is unset, or not allowed, which is a problem then.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="minimum">The least that is allowed.</param>
    /// <param name="maximum">The most that is allowed.</param>
    public double? Number(string name, double minimum, double maximum)
    {
        if (Text(name) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"is {Echo(text)}, and must be a number from {minimum} to {maximum}"));
        return null;
    }

    /// <summary>Reads one of several words, in any case; <see langword="null"/>: the variable is unset, or not allowed, which is a problem then.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="choices">The words and what they stand for.</param>
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
    /// <param name="name">The variable.</param>
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
    /// <param name="name">The variable.</param>
    /// <param name="choices">The words and what they stand for.</param>
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
    /// <param name="name">The variable.</param>
    public Uri? SafeAddress(string name)
    {
        var address = Address(name);
        if (address is null || address.Scheme == Uri.UriSchemeHttps || address.IsLoopback)
            return address;
        Refuse(name, "must be an https address unless it is on this machine: the key is sent there");
        return null;
    }

    /// <summary>Reads an absolute http or https address.</summary>
    /// <param name="name">The variable.</param>
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
    /// <param name="name">The variable.</param>
    /// <param name="prefix">What keys of the kind begin with; <see langword="null"/>: anything.</param>
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

    /// <summary>Reads a truth value: <c>true</c> or <c>false</c>.</summary>
    /// <param name="name">The variable.</param>
    public bool? Flag(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (bool.TryParse(text, out var value))
            return value;
        Refuse(name, $"is {Echo(text)}, and must be true or false");
        return null;
    }

    /// <summary>Reads a list whose entries are numbered from 0, as <c>Cors__Origins__0</c>, in their order, blank ones left out.</summary>
    /// <param name="name">The variable without the number.</param>
    public IReadOnlyList<(string Name, string Value)> List(string name)
    {
        _read.Add($"{name}__{KnownSettings.Any}");
        return
        [
            .. configuration.GetSection(name.Replace("__", ":", StringComparison.Ordinal)).GetChildren()
                .Where(entry => !string.IsNullOrWhiteSpace(entry.Value))
                .Select(entry => ($"{name}__{entry.Key}", entry.Value!.Trim())),
        ];
    }

    /// <summary>Refuses every setting of a section that was not read before: to be called after all that there are.</summary>
    /// <param name="section">The section, as <c>Audit</c>.</param>
    public void RefuseOthers(string section)
    {
        var names = _read.Where(name => name.StartsWith($"{section}__", StringComparison.OrdinalIgnoreCase)).Select(name => name[(section.Length + 2)..]);
        foreach (var (variable, problem) in KnownSettings.Problems(configuration, section, names))
            Refuse(variable, problem);
    }

    /// <summary>Stops the start when anything was wrong.</summary>
    /// <exception cref="ConfigurationException">Something was; the message holds every problem in one line.</exception>
    public void ThrowIfWrong()
    {
        if (_problems.Count > 0)
            throw new ConfigurationException(string.Join("; ", _problems));
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
