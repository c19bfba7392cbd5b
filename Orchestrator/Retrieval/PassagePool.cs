using System.Collections.Immutable;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Retrieval;

/// <summary>Puts passages from several retrievals together.</summary>
internal static class PassagePool
{
    /// <summary>The passages in the order of the lists, each once, at most <paramref name="most"/>.</summary>
    public static ImmutableArray<Passage> Merge(IReadOnlyList<IEnumerable<Passage>> lists, int most) =>
        [.. lists.SelectMany(list => list).DistinctBy(passage => passage.PassageId, StringComparer.Ordinal).Take(most)];
}
