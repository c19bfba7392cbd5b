using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Contracts;

/// <summary>Answers and quotations of LlmGateway, as REST says them.</summary>
internal static class DraftContracts
{
    public static IReadOnlyList<Protos.Rest.Citation> ToRest(this IEnumerable<Citation> citations) =>
        [.. citations.Select(citation => new Protos.Rest.Citation(citation.DocumentId, citation.Title, citation.PassageId, citation.Start, citation.End, citation.Text))];

    public static IEnumerable<Citation> ToProto(this IEnumerable<Protos.Rest.Citation> citations) =>
        citations.Select(citation => new Citation
        {
            DocumentId = citation.DocumentId,
            Title = citation.Title,
            PassageId = citation.PassageId,
            Start = citation.Start,
            End = citation.End,
            Text = citation.Text,
        });

    /// <summary>A probability that JSON can hold, whatever a model made of it.</summary>
    public static double Probability(this Draft draft) => double.IsNaN(draft.Confidence) ? 0 : Math.Clamp(draft.Confidence, 0, 1);
}
