using System.Globalization;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Queries;

/// <summary>Fills in what a request leaves out, and checks what its attributes can't say.</summary>
internal sealed class RequestDefaults(IOptions<FrameworkSettings> settings)
{
    /// <exception cref="ValidationException">The question is longer than the settings allow, or holds nothing but white space.</exception>
    public QueryRequest Fill(QueryRequest request)
    {
        Check(request.Query);
        return request with { Seed = request.Seed ?? settings.Value.Seed, ThreadId = request.ThreadId ?? NewThread() };
    }

    /// <inheritdoc cref="Fill(QueryRequest)"/>
    public AgentRequest Fill(AgentRequest request)
    {
        Check(request.Query);
        return request with { Seed = request.Seed ?? settings.Value.Seed, ThreadId = request.ThreadId ?? NewThread() };
    }

    /// <inheritdoc cref="Fill(QueryRequest)"/>
    public SearchRequest Fill(SearchRequest request)
    {
        if (request.Query is { } query)
            Check(query);
        return request with { Seed = request.Seed ?? settings.Value.Seed };
    }

    private void Check(string query)
    {
        if (string.IsNullOrWhiteSpace(query))
            throw new ValidationException("query", "must hold more than white space");

        var most = settings.Value.MaxQueryLength;
        var characters = query.EnumerateRunes().Count();
        if (characters > most)
            throw new ValidationException("query", string.Create(CultureInfo.InvariantCulture, $"must have 1 to {most} characters, and has {characters}"));
    }

    private static string NewThread() => "thread_" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
}
