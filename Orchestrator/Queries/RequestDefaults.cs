using System.Globalization;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Queries;

/// <summary>Fills in what a request leaves out, cleans its texts, and checks what its attributes can't say.</summary>
internal sealed class RequestDefaults(IOptions<FrameworkSettings> settings)
{
    /// <exception cref="ValidationException">The question is longer than the settings allow, or holds nothing but white space.</exception>
    public QueryRequest Fill(QueryRequest request)
    {
        return request with { Query = Clean(request.Query), History = Clean(request.History), Seed = request.Seed ?? settings.Value.Seed, ThreadId = request.ThreadId ?? NewThread() };
    }

    /// <inheritdoc cref="Fill(QueryRequest)"/>
    public AgentRequest Fill(AgentRequest request)
    {
        return request with { Query = Clean(request.Query), History = Clean(request.History), Seed = request.Seed ?? settings.Value.Seed, ThreadId = request.ThreadId ?? NewThread() };
    }

    /// <inheritdoc cref="Fill(QueryRequest)"/>
    public SearchRequest Fill(SearchRequest request)
    {
        return request with { Query = request.Query is { } query ? Clean(query) : null, Seed = request.Seed ?? settings.Value.Seed };
    }

    private static IReadOnlyList<ConversationTurn>? Clean(IReadOnlyList<ConversationTurn>? history) =>
        history is null ? null : [.. history.Select((turn, index) => new ConversationTurn
        {
            Query = CleanField.Of(FormattableString.Invariant($"history[{index}].query"), turn.Query, Limits.ChatText),
            Response = CleanField.Of(FormattableString.Invariant($"history[{index}].response"), turn.Response, Limits.ChatText),
        })];

    private string Clean(string given)
    {
        var most = settings.Value.MaxQueryLength;
        var characters = given.EnumerateRunes().Count();
        if (characters > most)
            throw new ValidationException("query", string.Create(CultureInfo.InvariantCulture, $"must have 1 to {most} characters, and has {characters}"));

        var query = CleanField.Of("query", given, most);
        return string.IsNullOrWhiteSpace(query) ? throw new ValidationException("query", "must hold more than white space") : query;
    }

    private static string NewThread() => "thread_" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
}
