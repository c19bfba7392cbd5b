using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.Orchestrator.Guard;

/// <summary>Tells what in a question looks like an attempt to steer a model: in the metadata of its answer, and to the Gateway, which counts. It refuses nothing.</summary>
internal static class InputReport
{
    // UTF-16 code units of all documents of a request together: looking at them must not take longer than cutting and storing them.
    private const int LongestDocuments = 4_000_000;

    // Of two neighbouring pieces of a long text: no turn of phrase is longer.
    private const int Overlap = 1_000;

    /// <summary>Looks at texts as they came, and says in a header what was found.</summary>
    /// <param name="context">The request.</param>
    /// <param name="texts">What somebody outside wrote.</param>
    /// <returns>The signals; <see langword="null"/>: there are none.</returns>
    public static IReadOnlyList<string>? Look(HttpContext context, params IEnumerable<string?> texts)
    {
        var signals = SignalsOf(texts, context.RequestAborted);
        Tell(context, signals);
        return signals;
    }

    /// <summary>Says in a header what was found.</summary>
    /// <param name="context">The request.</param>
    /// <param name="signals">The signals; <see langword="null"/>: there are none.</param>
    public static void Tell(HttpContext context, IReadOnlyList<string>? signals)
    {
        if (signals is null)
            return;
        context.Response.OnStarting(() =>
        {
            // At the last moment, since error handling clears headers.
            context.Response.Headers[InputSignals.HeaderName] = string.Join(',', signals);
            return Task.CompletedTask;
        });
    }

    /// <summary>The signals of texts as they came; <see langword="null"/>: there are none.</summary>
    /// <param name="texts">The texts, the one that matters most first: of all of them together no more is looked at than of one.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static IReadOnlyList<string>? SignalsOf(IEnumerable<string?> texts, CancellationToken cancellationToken)
    {
        var left = InputSignals.LongestText;
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts.OfType<string>())
        {
            found.UnionWith(InputSignals.Of(text.Length <= left ? text : text[..left], cancellationToken));
            left -= Math.Min(left, text.Length);
            if (left == 0)
                break;
        }

        return InOrder(found);
    }

    /// <summary>Looks at documents as they came, where an attempt waits for somebody else's question, and says in a header what was found in any of them.</summary>
    /// <param name="context">The request.</param>
    /// <param name="documents">The documents; of each as much is looked at, of a longer one its beginning and its end.</param>
    /// <returns>The signals of each document; <see langword="null"/>: it has none.</returns>
    public static IReadOnlyList<IReadOnlyList<string>?> LookAtDocuments(HttpContext context, IReadOnlyCollection<DocumentInput> documents)
    {
        var share = LongestDocuments / Math.Max(1, documents.Count);
        var signals = documents.Select(document => SignalsOfLong($"{document.Title}\n{document.Text}", share, context.RequestAborted)).ToList();
        Tell(context, InOrder(signals.SelectMany(found => found ?? []).ToHashSet(StringComparer.Ordinal)));
        return signals;
    }

    private static IReadOnlyList<string>? SignalsOfLong(string text, int share, CancellationToken cancellationToken)
    {
        if (text.Length > share)
            text = $"{text.AsSpan(0, share / 2)}\n{text.AsSpan(text.Length - (share / 2))}";
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var start = 0; start < text.Length; start += InputSignals.LongestText - Overlap)
            found.UnionWith(InputSignals.Of(text.Substring(start, Math.Min(InputSignals.LongestText, text.Length - start)), cancellationToken));
        return InOrder(found);
    }

    private static IReadOnlyList<string>? InOrder(HashSet<string> found) => found.Count == 0 ? null : [.. InputSignals.All.Where(found.Contains)];

    /// <summary>The answer, with what was found in its question.</summary>
    public static QueryResponse With(this QueryResponse response, IReadOnlyList<string>? signals) =>
        signals is null ? response : response with { Metadata = response.Metadata with { InputSignals = signals } };

    /// <inheritdoc cref="With(QueryResponse, IReadOnlyList{string})"/>
    public static AgentResponse With(this AgentResponse response, IReadOnlyList<string>? signals) =>
        signals is null ? response : response with { Metadata = response.Metadata with { InputSignals = signals } };
}
