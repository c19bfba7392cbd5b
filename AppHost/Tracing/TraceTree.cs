using System.Globalization;
using System.Text;
using MctsAspire.AppHost.Asking;

namespace MctsAspire.AppHost.Tracing;

/// <summary>Draws spans as a tree with durations.</summary>
internal static class TraceTree
{
    private const int DeepestLevel = 64;

    // Of many sisters that do the same, the first few stand for all.
    private const int ShownOfSame = 3;

    /// <summary>Draws a trace.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="spans">Its spans, in the order of their start.</param>
    /// <returns>Lines of text.</returns>
    public static string Draw(string traceId, IReadOnlyList<TraceSpan> spans)
    {
        var ids = spans.Select(span => span.Id).ToHashSet(StringComparer.Ordinal);
        var children = spans.Where(span => span.ParentId is not null && ids.Contains(span.ParentId)).ToLookup(span => span.ParentId!, StringComparer.Ordinal);
        var roots = spans.Where(span => span.ParentId is null || !ids.Contains(span.ParentId)).ToList();
        var width = spans.Max(span => span.Service.Length);
        var services = spans.Select(span => span.Service).Distinct().Count();
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"Trace {traceId}: {spans.Count} spans of {services} services\n"));
        DrawAll(text, roots, children, "", width, 0, isTop: true);
        return text.ToString().TrimEnd('\n').ReplaceLineEndings();
    }

    private static void DrawAll(StringBuilder text, IEnumerable<TraceSpan> sisters, ILookup<string, TraceSpan> children, string indent, int width, int level, bool isTop)
    {
        var branches = sisters.GroupBy(span => (span.Service, span.Name)).SelectMany(group => Branches([.. group])).OrderBy(branch => branch.Spans[0].Start).ToList();
        for (var i = 0; i < branches.Count; i++)
        {
            var (spans, isRest) = branches[i];
            var isLast = i == branches.Count - 1;
            var span = spans[0];
            var name = AnswerText.Clean(span.Name);
            Line(
                text,
                span.Service,
                spans.Sum(one => one.Milliseconds),
                width,
                indent + (isTop ? "" : isLast ? "└─ " : "├─ "),
                isRest ? string.Create(CultureInfo.InvariantCulture, $"… {spans.Count} more: {name}") : name,
                spans.Any(one => one.Failed));
            if (!isRest && level < DeepestLevel)
                DrawAll(text, children[span.Id], children, isTop ? indent : indent + (isLast ? "   " : "│  "), width, level + 1, isTop: false);
        }
    }

    private static IEnumerable<Branch> Branches(IReadOnlyList<TraceSpan> same)
    {
        // A rest of one is shown itself.
        var shown = same.Count <= ShownOfSame + 1 ? same.Count : ShownOfSame;
        var branches = same.Take(shown).Select(span => new Branch([span], IsRest: false));
        return shown == same.Count ? branches : branches.Append(new Branch([.. same.Skip(shown)], IsRest: true));
    }

    private static void Line(StringBuilder text, string service, double milliseconds, int width, string indent, string name, bool failed) =>
        text.Append(CultureInfo.InvariantCulture, $"{milliseconds,10:0.0} ms  {AnswerText.Clean(service).PadRight(width)}  {indent}{name}{(failed ? "  FAILED" : "")}\n");

    private sealed record Branch(IReadOnlyList<TraceSpan> Spans, bool IsRest);
}
