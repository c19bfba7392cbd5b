using MctsAspire.LlmGateway.Rpc;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Tests.Rpc;

public sealed class RequestRulesTests
{
    public static TheoryData<string, Action> Broken()
    {
        var long10001 = new string('x', 10_001);
        return new TheoryData<string, Action>
        {
            { "query", () => RequestRules.Check(new AnswerRequest()) },
            { "query", () => RequestRules.Check(new AnswerRequest { Query = " \n" }) },
            { "query", () => RequestRules.Check(new AnswerRequest { Query = long10001 }) },
            { "passages", () => RequestRules.Check(Ask(Enumerable.Repeat(Passages.Town[0], 51))) },
            { "passages[0].document_id", () => RequestRules.Check(Ask([new Passage { PassageId = "p", Text = "x", End = 1 }])) },
            { "passages[0].passage_id", () => RequestRules.Check(Ask([new Passage { DocumentId = "d", Text = "x", End = 1 }])) },
            { "passages[0].text", () => RequestRules.Check(Ask([new Passage { DocumentId = "d", PassageId = "p" }])) },
            { "passages[0].text", () => RequestRules.Check(Ask([Passages.Of("d", new string('x', 20_001))])) },
            { "passages[1].end", () => RequestRules.Check(Ask([Passages.Town[0], new Passage { DocumentId = "d", PassageId = "p", Text = "x", Start = -1 }])) },
            { "passages[0].end", () => RequestRules.Check(Ask([new Passage { DocumentId = "d", PassageId = "p", Text = "xy", Start = int.MaxValue, End = int.MinValue + 1 }])) },
            { "passages[0].score", () => RequestRules.Check(Ask([Passages.Of("d", "x", score: double.NaN)])) },
            { "history", () => RequestRules.Check(new AnswerRequest { Query = "q", History = { Enumerable.Repeat(new Turn(), 101) } }) },
            { "generation.temperature", () => RequestRules.Check(new AnswerRequest { Query = "q", Generation = new Generation { Temperature = 2.1 } }) },
            { "generation.temperature", () => RequestRules.Check(new AnswerRequest { Query = "q", Generation = new Generation { Temperature = double.NaN } }) },
            { "generation.max_tokens", () => RequestRules.Check(new AnswerRequest { Query = "q", Generation = new Generation { MaxTokens = 0 } }) },
            { "max_sub_questions", () => RequestRules.Check(new DecomposeRequest { Query = "q", MaxSubQuestions = 9 }) },
            { "max_proposals", () => RequestRules.Check(new ProposeRequest { Query = "q", MaxProposals = 51 }) },
            { "state.evidence[0].end", () => RequestRules.Check(new ProposeRequest { Query = "q", State = new ReasoningState { Evidence = { new Citation { DocumentId = "d", Text = "x" } } } }) },
            { "draft", () => RequestRules.Check(new CritiqueRequest { Query = "q" }) },
            { "draft.confidence", () => RequestRules.Check(new CritiqueRequest { Query = "q", Draft = new Draft { Confidence = 1.5 } }) },
            { "critique", () => RequestRules.Check(new RefineRequest { Query = "q", Draft = new Draft() }) },
            { "critique.score", () => RequestRules.Check(new RefineRequest { Query = "q", Draft = new Draft(), Critique = new Critique { Score = -1 } }) },
            { "drafts", () => RequestRules.Check(new SynthesizeRequest { Query = "q" }) },
            { "drafts[0].agent", () => RequestRules.Check(new SynthesizeRequest { Query = "q", Drafts = { new AgentDraft { Agent = "x", Draft = new Draft() } } }) },
            { "drafts[0].draft", () => RequestRules.Check(new SynthesizeRequest { Query = "q", Drafts = { new AgentDraft { Agent = "hrm" } } }) },
            { "messages", () => RequestRules.Check(new CompleteRequest()) },
            { "messages[0].role", () => RequestRules.Check(new CompleteRequest { Messages = { new ChatMessage { Role = "tool" } } }) },
            { "top_p", () => RequestRules.Check(Complete(request => request.TopP = 0)) },
            { "top_p", () => RequestRules.Check(Complete(request => request.TopP = 1.01)) },
            { "generation.top_p", () => RequestRules.Check(Complete(request => request.Generation = new Generation { TopP = double.NaN })) },
            { "stop", () => RequestRules.Check(Complete(request => request.Stop.AddRange(["a", "b", "c", "d", "e"]))) },
            { "stop[1]", () => RequestRules.Check(Complete(request => request.Stop.AddRange(["a", ""]))) },
            { "stop[0]", () => RequestRules.Check(Complete(request => request.Stop.Add(new string('a', 101)))) },
            { "form.name", () => RequestRules.Check(Complete(request => request.Form = new OutputForm { Name = "a b" })) },
            { "form.name", () => RequestRules.Check(Complete(request => request.Form = new OutputForm { Name = new string('a', 65) })) },
            { "form.schema", () => RequestRules.Check(Complete(request => request.Form = new OutputForm { Name = "a", Schema = "{" })) },
            { "form.schema", () => RequestRules.Check(Complete(request => request.Form = new OutputForm { Name = "a", Schema = "[]" })) },
            { "context.client_id", () => RequestRules.Check(Complete(request => request.Context = new CallContext { ClientId = new string('a', 1001) })) },
            { "context.thread_id", () => RequestRules.Check(Complete(request => request.Context = new CallContext { ThreadId = new string('a', 1001) })) },
            { "context.shards", () => RequestRules.Check(Complete(request => request.Context = new CallContext { Shards = -1 })) },
            { "texts", () => RequestRules.Check(new EmbedRequest()) },
            { "context.sequence", () => RequestRules.Check(new EvaluateRequest { Query = "q", Context = new CallContext { Sequence = -1 } }) },
            { "context.shard", () => RequestRules.Check(new EvaluateRequest { Query = "q", Context = new CallContext { Shard = -1 } }) },
        };
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void AFieldThatBreaksARuleIsNamed(string field, Action check) => Should.Throw<ValidationException>(check).Field.ShouldBe(field);

    [Fact]
    public void AQueryOfTenThousandCharactersOutsideTheBasicPlaneIsTaken() =>
        Should.NotThrow(() => RequestRules.Check(new AnswerRequest { Query = string.Concat(Enumerable.Repeat("\U0001F600", 10_000)) }));

    private static CompleteRequest Complete(Action<CompleteRequest> change)
    {
        var request = new CompleteRequest { Messages = { new ChatMessage { Role = "user", Content = "hi" } } };
        change(request);
        return request;
    }

    private static AnswerRequest Ask(IEnumerable<Passage> passages)
    {
        var request = new AnswerRequest { Query = "q" };
        request.Passages.AddRange(passages);
        return request;
    }
}
