using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Authentication;

/// <summary>
/// The keys that are let in, as SHA-256 hashes from the configuration (<c>ApiKeys:&lt;i&gt;:Hash</c>, <c>ClientId</c>, <c>Roles</c>). The keys themselves are
/// nowhere.
/// </summary>
internal sealed partial class ApiKeyRegistry
{
    private const string SectionName = "ApiKeys";
    private const int StackBytes = 512;
    private static readonly string[] DefaultRoles = ["user"];

    private readonly (byte[] Hash, ApiClient Client)[] _clients;

    private ApiKeyRegistry((byte[] Hash, ApiClient Client)[] clients) => _clients = clients;

    /// <summary>How many keys there are.</summary>
    public int Count => _clients.Length;

    /// <exception cref="ConfigurationException">An entry is wrong; the message names its variable.</exception>
    public static ApiKeyRegistry Load(IConfiguration configuration)
    {
        var clients = new List<(byte[] Hash, ApiClient Client)>();
        foreach (var entry in configuration.GetSection(SectionName).GetChildren().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var hash = ReadHash(entry);
            if (clients.Any(client => client.Hash.AsSpan().SequenceEqual(hash)))
                throw new ConfigurationException(Variable(entry, "Hash"), "is the same as an earlier one; give each key once");
            clients.Add((hash, new ApiClient(ReadClientId(entry), ReadRoles(entry), ReadLimits(entry))));
        }

        return new ApiKeyRegistry([.. clients]);
    }

    /// <summary>Whose key it is; <see langword="null"/>: nobody's. The time it takes does not depend on which key it is.</summary>
    public ApiClient? Find(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        ApiClient? found = null;
        foreach (var (known, client) in _clients)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = client;
        }

        return found;
    }

    private static void Hash(string key, Span<byte> hash)
    {
        var size = Encoding.UTF8.GetMaxByteCount(key.Length);
        var rented = size > StackBytes ? ArrayPool<byte>.Shared.Rent(size) : null;
        var bytes = rented ?? stackalloc byte[StackBytes];
        var used = Encoding.UTF8.GetBytes(key, bytes);
        SHA256.HashData(bytes[..used], hash);
        CryptographicOperations.ZeroMemory(bytes[..used]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private static byte[] ReadHash(IConfigurationSection entry)
    {
        var text = entry["Hash"]?.Trim() ?? "";
        return HashText().IsMatch(text)
            ? Convert.FromHexString(text)
            : throw new ConfigurationException(Variable(entry, "Hash"), "is not a SHA-256 hash, and must be 64 hexadecimal digits");
    }

    private static string ReadClientId(IConfigurationSection entry)
    {
        var id = entry["ClientId"]?.Trim() is { Length: > 0 } given ? given : string.Create(CultureInfo.InvariantCulture, $"client_{entry.Key}");
        return ClientIdText().IsMatch(id)
            ? id
            : throw new ConfigurationException(Variable(entry, "ClientId"), "is not a client's name, and must be 1 to 100 letters, digits, dots, _ and -");
    }

    private static string[] ReadRoles(IConfigurationSection entry)
    {
        var section = entry.GetSection("Roles");
        var roles = (section.Value is { } list ? list.Split(',') : section.GetChildren().Select(role => role.Value ?? ""))
            .Select(role => role.Trim())
            .Where(role => role.Length > 0)
            .ToArray();
        return roles.Length > 0 ? roles : DefaultRoles;
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

    [GeneratedRegex("^[0-9a-fA-F]{64}\\z")]
    private static partial Regex HashText();

    [GeneratedRegex("^[A-Za-z0-9._-]{1,100}\\z")]
    private static partial Regex ClientIdText();
}
