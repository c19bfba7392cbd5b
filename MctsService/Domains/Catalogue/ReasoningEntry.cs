using MctsAspire.MctsService.Domains.Reasoning;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>Reasoning with a language model. Its problem is a field of the request of its own and not JSON.</summary>
internal static class ReasoningEntry
{
    /// <summary>The domain.</summary>
    public static DomainEntry Entry { get; } = new()
    {
        Name = ReasoningDomain.Name,
        Description = "Searches for the strategy and the evidence that answer a question best. Actions are what the language service proposes, "
            + "values are how well the line of reasoning answers the question. The problem stands in the request's field reasoning.",
        Schema = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"reasoning","type":"object","properties":{
            "query":{"description":"The question.","type":"string","minLength":1,"maxLength":10000},
            "passages":{"description":"What the answer may rest on, best first.","type":"array","maxItems":50,"items":{"type":"object"}},
            "history":{"description":"Earlier turns of the conversation, oldest first.","type":"array","items":{"type":"object"}}},
            "required":["query"],"additionalProperties":false}
            """.ReplaceLineEndings(""),
        Example = """{"query":"Why is the sky blue?","passages":[{"document_id":"optics","passage_id":"optics#1","text":"Air scatters blue light more than red."}]}""",
        MaxIterations = DomainEntry.CallIterations,
    };
}
