using MctsAspire.Protos.Llm;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>A question with the places of its answers.</summary>
/// <param name="Article">The article that it was asked about.</param>
/// <param name="Text">The question.</param>
/// <param name="IsImpossible">True when the article holds no answer.</param>
/// <param name="Paragraph">The passage with the answer.</param>
/// <param name="Starts">First code unit of each answer in the passage.</param>
public sealed record SquadQuestion(string Article, string Text, bool IsImpossible, string Paragraph, IReadOnlyList<int> Starts)
{
    /// <summary>Whether a quotation holds an answer.</summary>
    /// <param name="documentId">The document that it is from.</param>
    /// <param name="start">Its first code unit.</param>
    /// <param name="end">One past its last code unit.</param>
    public bool IsAnsweredBy(string documentId, int start, int end) =>
        !IsImpossible && documentId == Paragraph && Starts.Any(answer => answer >= start && answer < end);

    /// <summary>Whether a quotation holds an answer.</summary>
    /// <param name="citation">The quotation.</param>
    public bool IsAnsweredBy(Citation citation) => IsAnsweredBy(citation.DocumentId, citation.Start, citation.End);
}
