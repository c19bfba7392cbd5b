using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.Orchestrator.Guard;

/// <summary>Tells what in a question looks like an attempt to steer a model: in the metadata of its answer, and to the Gateway, which counts. It refuses nothing.</summary>
internal static class InputReport
{
    /// <summary>Looks at texts as they came, and says in a header what was found.</summary>
    /// <param name="context">The request.</param>
    /// <param name="texts">What somebody outside wrote.</param>
    /// <returns>The signals; <see langword="null"/>: there are none.</returns>
    public static IReadOnlyList<string>? Look(HttpContext context, params IEnumerable<string?> texts)
    {
        var signals = SignalsOf(texts);
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
    public static IReadOnlyList<string>? SignalsOf(params IEnumerable<string?> texts)
    {
        var left = InputSignals.LongestText;
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts.OfType<string>())
        {
            found.UnionWith(InputSignals.Of(text.Length <= left ? text : text[..left]));
            left -= Math.Min(left, text.Length);
            if (left == 0)
                break;
        }

        return found.Count == 0 ? null : [.. InputSignals.All.Where(found.Contains)];
    }

    /// <summary>The answer, with what was found in its question.</summary>
    public static QueryResponse With(this QueryResponse response, IReadOnlyList<string>? signals) =>
        signals is null ? response : response with { Metadata = response.Metadata with { InputSignals = signals } };

    /// <inheritdoc cref="With(QueryResponse, IReadOnlyList{string})"/>
    public static AgentResponse With(this AgentResponse response, IReadOnlyList<string>? signals) =>
        signals is null ? response : response with { Metadata = response.Metadata with { InputSignals = signals } };
}
