using System.Runtime.InteropServices;
using System.Text.Json;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest;
using MctsAspire.Protos.Rest.OpenAi;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using Client = MctsAspire.Protos.Llm.LanguageModel.LanguageModelClient;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>Vectors from the language provider.</summary>
internal sealed class Embeddings(Client client, ProviderLookup provider, IOptions<OrchestratorOptions> options, TimeProvider time)
{
    private const string Base64 = "base64";

    /// <exception cref="ValidationException">The request breaks a rule, or there is no language model.</exception>
    public async Task<EmbeddingList> EmbedAsync(EmbeddingRequest request, string clientId, CancellationToken cancellationToken)
    {
        if (request.Dimensions is { ValueKind: not JsonValueKind.Null })
            throw new ValidationException("dimensions", "is not offered; leave it out");

        var asked = new EmbedRequest { Context = new CallContext { ClientId = clientId }, Texts = { Texts(request.Input) } };
        try
        {
            var response = await UnaryCall.RunAsync(call => client.EmbedAsync(asked, call), TimeSpan.FromSeconds(options.Value.RunTimeoutSeconds), time, cancellationToken);
            return List(response, request);
        }
        catch (FrameworkException problem) when (ProviderLookup.Explains(problem))
        {
            throw await provider.ExplainAsync(problem, "input", cancellationToken);
        }
    }

    private static EmbeddingList List(EmbedResponse response, EmbeddingRequest request)
    {
        var tokens = response.Origin.Usage?.InputTokens ?? 0;
        return new EmbeddingList
        {
            Data = [.. response.Embeddings.Select((embedding, index) => new EmbeddingItem(index, Vector(embedding, request.EncodingFormat)))],
            Model = request.Model,
            Usage = new EmbeddingUsage(tokens, tokens),
            Metadata = new ChatMetadata
            {
                Provider = response.Origin.Provider,
                Model = response.Origin.Model,
                Cached = response.Origin.Cached || response.Origin.Replayed,
                CostUsd = response.Origin.HasCostUsd ? response.Origin.CostUsd : null,
            },
        };
    }

    private static object Vector(Embedding embedding, string? format)
    {
        float[] values = [.. embedding.Values];
        return format == Base64 ? Convert.ToBase64String(MemoryMarshal.AsBytes(values.AsSpan())) : values;
    }

    private static IEnumerable<string> Texts(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.String => [Text("input", input)],
        JsonValueKind.Array when input.GetArrayLength() is >= 1 and <= Limits.EmbeddedTexts => input.EnumerateArray().Select((text, index) => Text(FormattableString.Invariant($"input[{index}]"), text)),
        _ => throw new ValidationException("input", $"must be a text, or an array of 1 to {Limits.EmbeddedTexts}"),
    };

    private static string Text(string field, JsonElement text) => text.ValueKind switch
    {
        JsonValueKind.String when text.GetString() is { Length: > 0 and <= Limits.ChatText } value => value,
        JsonValueKind.String => throw new ValidationException(field, $"must have 1 to {Limits.ChatText} characters"),
        _ => throw new ValidationException(field, "must be a text; tokens are not taken, so let the client send texts"),
    };
}
