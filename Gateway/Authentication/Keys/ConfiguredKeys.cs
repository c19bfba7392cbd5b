using System.Globalization;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>The keys that the configuration names: <c>ApiKeys:&lt;i&gt;:Hash</c>, <c>ClientId</c>, <c>Roles</c>, <c>Expires</c> and <c>Limits</c>. The keys themselves are nowhere.</summary>
internal sealed class ConfiguredKeys
{
    private const string SectionName = "ApiKeys";
    private const string RolesName = "Roles";

    private static readonly string[] Names =
    [
        .. ((string[])["Hash", "ClientId", RolesName, $"{RolesName}__{KnownSettings.Any}", "Expires"])
            .Concat(
                ((string[])[nameof(ClientLimits.PerSecond), nameof(ClientLimits.PerMinute), nameof(ClientLimits.PerHour), nameof(ClientLimits.PerDay), nameof(ClientLimits.IterationsPerDay), nameof(ClientLimits.TokensPerDay)])
                .Select(limit => $"Limits__{limit}"))
            .Select(name => $"{KnownSettings.Any}__{name}"),
    ];

    private ConfiguredKeys(IReadOnlyList<KeyEntry> entries) => Entries = entries;

    public IReadOnlyList<KeyEntry> Entries { get; }

    /// <exception cref="ConfigurationException">An entry is wrong; the message names its variable.</exception>
    public static ConfiguredKeys Read(IConfiguration configuration)
    {
        KnownSettings.Require(configuration, SectionName, Names);
        var entries = new List<KeyEntry>();
        foreach (var section in configuration.GetSection(SectionName).GetChildren().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var key = new StoredKey
            {
                Id = $"config_{section.Key}",
                Hash = ReadHash(section),
                ClientId = ReadClientId(section),
                Roles = ReadRoles(section),
                Limits = ReadLimits(section),
                // Nobody knows; it is not shown.
                CreatedAt = DateTimeOffset.MinValue,
                ExpiresAt = ReadExpires(section),
            };
            if (entries.Any(entry => entry.Key.Hash == key.Hash))
                throw new ConfigurationException(Variable(section, "Hash"), "is the same as an earlier one; give each key once");
            entries.Add(new KeyEntry(key, new KeyUse(), $"{SectionName}__{section.Key}"));
        }

        return new ConfiguredKeys(entries);
    }

    private static string ReadHash(IConfigurationSection entry)
    {
        var text = entry["Hash"]?.Trim() ?? "";
        return KeyRules.IsHash(text)
            ? text.ToLowerInvariant()
            : throw new ConfigurationException(Variable(entry, "Hash"), "is not a SHA-256 hash, and must be 64 hexadecimal digits");
    }

    private static string ReadClientId(IConfigurationSection entry)
    {
        var id = entry["ClientId"]?.Trim() is { Length: > 0 } given ? given : string.Create(CultureInfo.InvariantCulture, $"client_{entry.Key}");
        return KeyRules.IsClientId(id) ? id : throw new ConfigurationException(Variable(entry, "ClientId"), KeyRules.ClientIdProblem);
    }

    private static IReadOnlyList<string> ReadRoles(IConfigurationSection entry)
    {
        var section = entry.GetSection(RolesName);
        var roles = (section.Value is { } list ? list.Split(',') : section.GetChildren().Select(role => role.Value ?? ""))
            .Select(role => role.Trim())
            .Where(role => role.Length > 0)
            .ToArray();
        if (roles.FirstOrDefault(role => !Roles.All.Contains(role)) is { } unknown)
            throw new ConfigurationException(Variable(entry, RolesName), $"holds '{unknown}', and must hold nothing but {string.Join(" and ", Roles.All)}");
        return roles.Length > 0 ? roles : Roles.Default;
    }

    private static DateTimeOffset? ReadExpires(IConfigurationSection entry)
    {
        if (entry["Expires"]?.Trim() is not { Length: > 0 } text)
            return null;
        return KeyEnd.TryRead(text, out var expires)
            ? expires
            : throw new ConfigurationException(Variable(entry, "Expires"), $"is not a date, and must be one as {KeyEnd.Forms}");
    }

    private static ClientLimits ReadLimits(IConfigurationSection entry) => new()
    {
        PerSecond = (int?)ReadLimit(entry, nameof(ClientLimits.PerSecond), ClientLimits.MostRequests),
        PerMinute = (int?)ReadLimit(entry, nameof(ClientLimits.PerMinute), ClientLimits.MostRequests),
        PerHour = (int?)ReadLimit(entry, nameof(ClientLimits.PerHour), ClientLimits.MostRequests),
        PerDay = (int?)ReadLimit(entry, nameof(ClientLimits.PerDay), ClientLimits.MostRequests),
        IterationsPerDay = ReadLimit(entry, nameof(ClientLimits.IterationsPerDay), ClientLimits.MostUnits),
        TokensPerDay = ReadLimit(entry, nameof(ClientLimits.TokensPerDay), ClientLimits.MostUnits),
    };

    private static long? ReadLimit(IConfigurationSection entry, string name, long maximum)
    {
        if (entry[$"Limits:{name}"]?.Trim() is not { Length: > 0 } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= maximum
            ? limit
            : throw new ConfigurationException(Variable(entry, $"Limits__{name}"), string.Create(CultureInfo.InvariantCulture, $"is '{text}', and must be an integer from 1 to {maximum}"));
    }

    private static string Variable(IConfigurationSection entry, string name) => $"{SectionName}__{entry.Key}__{name}";
}
