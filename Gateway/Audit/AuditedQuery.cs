using MctsAspire.Protos.Rest;

namespace MctsAspire.Gateway.Audit;

/// <summary>The text of a request's question, where the settings say that it is written down. It is there only then.</summary>
internal sealed class AuditedQuery
{
    /// <summary>The question; <see langword="null"/>: the request has none, or it was not read.</summary>
    public string? Text { get; private set; }

    /// <summary>Remembers the question of a body that was read, if it is to be written down.</summary>
    public static void Note<T>(HttpContext context, T body)
    {
        if (context.Features.Get<AuditedQuery>() is { } audited)
        {
            audited.Text = body switch
            {
                QueryRequest query => query.Query,
                AgentRequest agent => agent.Query,
                SearchRequest search => search.Query,
                _ => null,
            };
        }
    }
}
