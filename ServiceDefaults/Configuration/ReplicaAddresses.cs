using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.ServiceDefaults.Configuration;

/// <summary>
/// Gathers the addresses of replicas, which are resources of their own (<c>services:mcts-2:grpc:0</c>), under the name of the service
/// (<c>services:mcts:grpc:1</c>), so that a client of <c>http://_grpc.mcts</c> goes round all of them.
/// </summary>
internal static partial class ReplicaAddresses
{
    private const string ServicesSection = "services";
    private const string ReplicatedService = "mcts";

    public static void Fold(IConfigurationManager configuration)
    {
        var folded = Collect(configuration.GetSection(ServicesSection));
        if (folded.Count > 0)
            configuration.AddInMemoryCollection(folded);
    }

    private static Dictionary<string, string?> Collect(IConfigurationSection services)
    {
        var folded = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var next = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var replicas = services.GetChildren()
            .Select(section => (Section: section, Match: ReplicaName().Match(section.Key)))
            .Where(replica => replica.Match.Success)
            .OrderBy(replica => long.Parse(replica.Match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

        foreach (var endpoint in replicas.SelectMany(replica => replica.Section.GetChildren()))
        {
            foreach (var address in endpoint.GetChildren().Where(address => address.Value is not null))
            {
                var index = next.GetValueOrDefault(endpoint.Key);
                next[endpoint.Key] = index + 1;
                folded[string.Create(CultureInfo.InvariantCulture, $"{ServicesSection}:{ReplicatedService}:{endpoint.Key}:{index}")] = address.Value;
            }
        }

        return folded;
    }

    [GeneratedRegex("^mcts-([0-9]{1,9})\\z", RegexOptions.IgnoreCase)]
    private static partial Regex ReplicaName();
}
