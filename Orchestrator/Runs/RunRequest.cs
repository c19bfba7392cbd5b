using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Orchestrator.Runs;

/// <summary>A request for a run, with every default filled in.</summary>
/// <param name="ClientId">Who asks.</param>
/// <param name="ThreadId">The conversation.</param>
/// <param name="Kind">What is run: <see cref="RunKinds.Query"/>, or an agent's name.</param>
/// <param name="Body">The request as JSON.</param>
internal sealed record RunRequest(string ClientId, string ThreadId, string Kind, string Body)
{
    /// <summary>SHA-256 of what is asked: equal requests have equal hashes, whoever asks.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Kind}\n{Body}")));

    /// <summary>A request for a run of the whole graph.</summary>
    public static RunRequest For(string clientId, Protos.Rest.QueryRequest query) =>
        new(clientId, query.ThreadId!, RunKinds.Query, JsonSerializer.Serialize(query, StrictJson.Options));

    /// <summary>A request for a run of one agent.</summary>
    public static RunRequest For(string clientId, string agent, Protos.Rest.AgentRequest query) =>
        new(clientId, query.ThreadId!, agent, JsonSerializer.Serialize(query, StrictJson.Options));

    /// <summary>The request as a record.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Body, StrictJson.Options)!;
}
