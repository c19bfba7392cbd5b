using System.Globalization;
using System.Text;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Authentication.Tokens;

/// <summary>Whose JSON Web Tokens are accepted, and how they are read: the section <c>Jwt</c>.</summary>
internal sealed record TokenSettings
{
    private const string SectionName = "Jwt";
    private const string Skew = "ClockSkewSeconds";
    private const string Refresh = "JwksRefreshSeconds";
    private const int ShortestSecretBytes = 32;
    private const int MostSkew = 300;
    private const int LeastRefresh = 5;
    private const int MostRefresh = 86_400;

    /// <summary><c>Jwt__Issuer</c>: what <c>iss</c> must be.</summary>
    public required string Issuer { get; init; }

    /// <summary><c>Jwt__Audience</c>: what must be among <c>aud</c>.</summary>
    public required string Audience { get; init; }

    /// <summary><c>Jwt__JwksUrl</c>: where the issuer publishes its keys.</summary>
    public Uri? JwksUrl { get; init; }

    /// <summary><c>Jwt__JwksFile</c>: the full path of a file with the issuer's keys.</summary>
    public string? JwksFile { get; init; }

    /// <summary><c>Jwt__HmacSecret</c>: the secret of HS256, of 32 bytes or more.</summary>
    public Secret? HmacSecret { get; init; }

    /// <summary><c>Jwt__ClockSkewSeconds</c>: how far the issuer's clock may be off, 0 to 300 seconds.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>Jwt__JwksRefreshSeconds</c>: how often the keys are fetched, 5 to 86,400 seconds.</summary>
    public TimeSpan JwksRefresh { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>Jwt__ClientClaim</c>: the claim that names the client; dots lead into objects.</summary>
    public string ClientClaim { get; init; } = "sub";

    /// <summary><c>Jwt__ClientPrefix</c>: stands before the claim in the client's id, so that no token can name the client of a key.</summary>
    public string ClientPrefix { get; init; } = "";

    /// <summary><c>Jwt__RolesClaim</c>: the claim that holds the roles; dots lead into objects.</summary>
    public string RolesClaim { get; init; } = "roles";

    /// <summary>Reads the settings.</summary>
    /// <returns><see langword="null"/>: none is set, and no token is accepted.</returns>
    /// <exception cref="ConfigurationException">One is wrong; the message names its variable.</exception>
    public static TokenSettings? Read(IConfiguration configuration, bool isDevelopment)
    {
        var section = configuration.GetSection(SectionName);
        if (!section.GetChildren().Any(setting => !string.IsNullOrWhiteSpace(setting.Value)))
            return null;
        KnownSettings.Require(
            configuration,
            SectionName,
            [nameof(Issuer), nameof(Audience), nameof(JwksUrl), nameof(JwksFile), nameof(HmacSecret), Skew, Refresh, nameof(ClientClaim), nameof(ClientPrefix), nameof(RolesClaim)]);

        var defaults = new TokenSettings { Issuer = "", Audience = "" };
        var settings = defaults with
        {
            Issuer = Text(section, nameof(Issuer)) ?? throw Missing(nameof(Issuer), "the iss of the tokens"),
            Audience = Text(section, nameof(Audience)) ?? throw Missing(nameof(Audience), "the aud of the tokens that are meant for this system"),
            JwksUrl = ReadUrl(section, isDevelopment),
            JwksFile = Text(section, nameof(JwksFile)) is { } file ? Path.GetFullPath(file) : null,
            HmacSecret = ReadSecret(section),
            ClockSkew = ReadSeconds(section, Skew, 0, MostSkew) ?? defaults.ClockSkew,
            JwksRefresh = ReadSeconds(section, Refresh, LeastRefresh, MostRefresh) ?? defaults.JwksRefresh,
            ClientClaim = Text(section, nameof(ClientClaim)) ?? defaults.ClientClaim,
            ClientPrefix = ReadPrefix(section),
            RolesClaim = Text(section, nameof(RolesClaim)) ?? defaults.RolesClaim,
        };
        if (settings is { JwksUrl: not null, JwksFile: not null })
            throw new ConfigurationException(Variable(nameof(JwksFile)), $"is set beside {Variable(nameof(JwksUrl))}; keep one of them");
        if (settings is { JwksUrl: null, JwksFile: null, HmacSecret: null })
            throw Missing(nameof(JwksUrl), $"the address of the issuer's keys, or set {Variable(nameof(JwksFile))} or {Variable(nameof(HmacSecret))}");
        return settings;
    }

    /// <summary>Shows what is in use, without secrets.</summary>
    public override string ToString() => $"TokenSettings({Issuer}, {Audience})";

    private static string Variable(string name) => $"{SectionName}__{name}";

    private static ConfigurationException Missing(string name, string what) => new(Variable(name), $"is missing, and other settings of {SectionName} are there; set it to {what}");

    private static string? Text(IConfigurationSection section, string name) => section[name]?.Trim() is { Length: > 0 } text ? text : null;

    private static Uri? ReadUrl(IConfigurationSection section, bool isDevelopment)
    {
        if (Text(section, nameof(JwksUrl)) is not { } text)
            return null;
        // Not echoed: an address may hold a password.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            throw new ConfigurationException(Variable(nameof(JwksUrl)), "is not an address, and must be an absolute https URL");
        return url.Scheme == Uri.UriSchemeHttps || (isDevelopment && url.IsLoopback)
            ? url
            : throw new ConfigurationException(Variable(nameof(JwksUrl)), "must be an https address (http is for this machine, in a development environment): whoever can change the keys on the way can sign tokens");
    }

    private static Secret? ReadSecret(IConfigurationSection section)
    {
        if (Text(section, nameof(HmacSecret)) is not { } text)
            return null;
        return Encoding.UTF8.GetByteCount(text) >= ShortestSecretBytes
            ? new Secret(text)
            : throw new ConfigurationException(Variable(nameof(HmacSecret)), $"is too short, and must have {ShortestSecretBytes} bytes or more");
    }

    private static string ReadPrefix(IConfigurationSection section)
    {
        if (Text(section, nameof(ClientPrefix)) is not { } text)
            return "";
        return text.Length <= 40 && Keys.KeyRules.IsClientId(text)
            ? text
            : throw new ConfigurationException(Variable(nameof(ClientPrefix)), "must be 1 to 40 letters, digits, dots, _ and -");
    }

    private static TimeSpan? ReadSeconds(IConfigurationSection section, string name, int least, int most)
    {
        if (Text(section, name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw new ConfigurationException(Variable(name), string.Create(CultureInfo.InvariantCulture, $"is '{text}', and must be an integer from {least} to {most}"));
    }
}
