using System.Globalization;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Texts;
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
        history is null ? null : [.. history.Select(turn => new ConversationTurn { Query = CleanText.Of(turn.Query), Response = CleanText.Of(turn.Response) })];

    private string Clean(string given)
    {
        var query = CleanText.Of(given);
        if (string.IsNullOrWhiteSpace(query))
            throw new ValidationException("query", "must hold more than white space");

        var most = settings.Value.MaxQueryLength;
        var characters = given.EnumerateRunes().Count();
        if (characters > most)
            throw new ValidationException("query", string.Create(CultureInfo.InvariantCulture, $"must have 1 to {most} characters, and has {characters}"));
        return query;
    }

    private static string NewThread() => "thread_" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
}
