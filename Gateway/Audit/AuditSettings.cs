using System.Globalization;
using System.Text;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Audit;

/// <summary>What is written down, and what happens when it can't be: the section <c>Audit</c>.</summary>
internal sealed record AuditSettings
{
    private const string SectionName = "Audit";
    private const string Continue = "continue";
    private const string Refuse = "refuse";
    private const int MostMegabytes = 1024;
    private const int ShortestSecretBytes = 16;
    private const long Megabyte = 1024 * 1024;

    /// <summary><c>Audit__Enabled</c>.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary><c>Audit__OnFailure</c>: whether requests are refused while they can't be written down (<c>refuse</c>), rather than let through and counted (<c>continue</c>).</summary>
    public bool RefusesOnFailure { get; init; }

    /// <summary><c>Audit__IncludeQuery</c>: whether the text of questions is written down.</summary>
    public bool IncludesQuery { get; init; }

    /// <summary><c>Audit__Secret</c>: seals the lines by HMAC, so that nobody without it can write a chain anew.</summary>
    public Secret? Secret { get; init; }

    /// <summary><c>Audit__MaxFileMegabytes</c>, 1 to 1,024: a file that reaches it is followed by another, as at the end of a day.</summary>
    public long MaxFileBytes { get; init; } = 64 * Megabyte;

    /// <exception cref="ConfigurationException">A setting is wrong; the message names its variable.</exception>
    public static AuditSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(SectionName);
        KnownSettings.Require(configuration, SectionName, ["Enabled", "OnFailure", "IncludeQuery", nameof(Secret), "MaxFileMegabytes"]);
        var defaults = new AuditSettings();
        return new AuditSettings
        {
            IsEnabled = ReadSwitch(section, "Enabled") ?? defaults.IsEnabled,
            RefusesOnFailure = ReadPolicy(section),
            IncludesQuery = ReadSwitch(section, "IncludeQuery") ?? defaults.IncludesQuery,
            Secret = ReadSecret(section),
            MaxFileBytes = ReadMegabytes(section) ?? defaults.MaxFileBytes,
        };
    }

    private static string? Text(IConfigurationSection section, string name) => section[name]?.Trim() is { Length: > 0 } text ? text : null;

    private static ConfigurationException Wrong(string name, string? text, string allowed) => new($"{SectionName}__{name}", $"is '{text}', and must be {allowed}");

    private static bool? ReadSwitch(IConfigurationSection section, string name) => Text(section, name) switch
    {
        null => null,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw Wrong(name, text, "true or false"),
    };

    private static bool ReadPolicy(IConfigurationSection section) => Text(section, "OnFailure")?.ToLowerInvariant() switch
    {
        null or Continue => false,
        Refuse => true,
        var text => throw Wrong("OnFailure", text, $"{Continue} or {Refuse}"),
    };

    private static Secret? ReadSecret(IConfigurationSection section)
    {
        if (Text(section, nameof(Secret)) is not { } text)
            return null;
        return Encoding.UTF8.GetByteCount(text) >= ShortestSecretBytes
            ? new Secret(text)
            : throw new ConfigurationException($"{SectionName}__{nameof(Secret)}", $"is too short, and must have {ShortestSecretBytes} bytes or more");
    }

    private static long? ReadMegabytes(IConfigurationSection section)
    {
        if (Text(section, "MaxFileMegabytes") is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes is >= 1 and <= MostMegabytes
            ? megabytes * Megabyte
            : throw Wrong("MaxFileMegabytes", text, $"an integer from 1 to {MostMegabytes}");
    }
}
