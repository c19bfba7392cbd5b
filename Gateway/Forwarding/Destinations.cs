using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>
/// The Orchestrators: all addresses of service discovery under the name <c>orchestrator</c>, and of replicas that are resources of their own, <c>orchestrator-1</c> and so on.
/// A request goes to the one that serves and has least to do; one that belongs to a conversation goes where the others of that conversation go, as long as that one serves.
/// </summary>
internal sealed partial class Destinations
{
    // As many as there are bits to remember which of them were tried.
    private const int Most = 64;

    private uint _turn;

    public Destinations(IConfiguration configuration)
    {
        var addresses = configuration.GetSection("services").GetChildren()
            .Where(service => Name().IsMatch(service.Key))
            .OrderBy(service => service.Key.Length).ThenBy(service => service.Key, StringComparer.OrdinalIgnoreCase)
            .SelectMany(Addresses)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(Most)
            .ToList();
        // Nobody says where it is: the name itself may be an address.
        All = [.. addresses.DefaultIfEmpty($"http://{GatewayExtensions.Orchestrator}").Select((address, index) => new Destination(address, index))];
    }

    public IReadOnlyList<Destination> All { get; }

    /// <summary>Where a request goes.</summary>
    /// <param name="tried">Those that it was at already, a bit for each; they are not chosen again.</param>
    /// <param name="affinity">What it shares with the requests that it belongs to; <see langword="null"/>: it stands for itself.</param>
    /// <returns><see langword="null"/>: it was everywhere.</returns>
    public Destination? Choose(ulong tried = 0, string? affinity = null)
    {
        if (All.Count == 1)
            return tried == 0 ? All[0] : null;
        // When none is known to serve, what is known may be out of date.
        return Choose(tried, affinity, onlyServing: true) ?? Choose(tried, affinity, onlyServing: false);
    }

    /// <summary>Whether any is left beside those that a request was at.</summary>
    public bool HasOthers(ulong tried) => BitOperations.PopCount(tried) < All.Count;

    private Destination? Choose(ulong tried, string? affinity, bool onlyServing)
    {
        Destination? best = null;
        var bestRank = ulong.MaxValue;
        var turn = Interlocked.Increment(ref _turn);
        for (var i = 0; i < All.Count; i++)
        {
            // From another one each time, so that equals take turns.
            var candidate = All[(int)((turn + (uint)i) % (uint)All.Count)];
            if ((tried & (1UL << candidate.Index)) != 0 || (onlyServing && !candidate.Serves))
                continue;
            var rank = affinity is null ? (ulong)candidate.InFlight : Rank(affinity, candidate);
            if (best is null || rank < bestRank)
                (best, bestRank) = (candidate, rank);
        }

        return best;
    }

    /// <summary>Rendezvous hashing (Thaler and Ravishankar 1998): when one goes, only its own conversations move.</summary>
    private static ulong Rank(string affinity, Destination candidate)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{candidate.Address}\n{affinity}"), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    private static IEnumerable<string> Addresses(IConfigurationSection service)
    {
        foreach (var endpoint in (string[])["default", "http", "https"])
        {
            var section = service.GetSection(endpoint);
            var values = section.Value is { Length: > 0 } single ? [single] : section.GetChildren().Select(child => child.Value).OfType<string>();
            var addresses = values.Select(Address).OfType<string>().ToList();
            if (addresses.Count > 0)
                return addresses;
        }

        return [];
    }

    private static string? Address(string value)
    {
        var text = value.Contains("://", StringComparison.Ordinal) ? value : $"http://{value}";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address.AbsoluteUri.TrimEnd('/') : null;
    }

    [GeneratedRegex("^orchestrator(-[0-9]{1,9})?\\z", RegexOptions.IgnoreCase)]
    private static partial Regex Name();
}
