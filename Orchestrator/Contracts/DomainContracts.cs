using System.Text.Json;
using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Contracts;

/// <summary>What can be searched, as REST says it.</summary>
internal static class DomainContracts
{
    public static DomainInfo ToRest(this Domain domain) => new(
        domain.Name,
        domain.Description,
        ReadObject(domain.Schema),
        ReadObject(domain.Example),
        domain.Players,
        domain.HasChance,
        domain.MaxIterations);

    private static JsonElement? ReadObject(string json) => json.Length == 0 ? null : JsonElement.Parse(json);
}
