using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>Turns a model's answer into a draft.</summary>
internal static class Drafts
{
    /// <summary>The draft. Quotes that no passage holds are dropped, and an answer that says it has none has no quotes.</summary>
    /// <param name="output">What the model answered.</param>
    /// <param name="passages">The passages.</param>
    public static Draft Read(DraftOutput output, IReadOnlyList<Passage> passages)
    {
        var draft = new Draft { Text = output.Answer.Trim(), Confidence = output.Confidence, Answerable = output.Answerable };
        if (output.Answerable)
            draft.Citations.AddRange(QuoteFinder.Find(passages, output.Quotes));
        return draft;
    }
}
