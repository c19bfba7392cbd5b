using Grpc.Core;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Tests.Rpc;

/// <summary>The service without a key, over the wire.</summary>
public sealed class EmbeddedServiceTests : IAsyncLifetime
{
    private LanguageService _service = null!;

    public async Task InitializeAsync() => _service = await LanguageService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task ReadyTellsThatReasoningIsEmbedded()
    {
        using var client = new HttpClient();
        (await client.GetStringAsync(new Uri(_service.Http, "/ready"))).ShouldContain("\"llm\":\"embedded\"");
    }

    [Fact]
    public async Task TheProviderSaysThatItHoldsNoModel()
    {
        var provider = await _service.Model.GetProviderAsync(new GetProviderRequest());
        provider.Name.ShouldBe("embedded");
        provider.Completes.ShouldBeFalse();
    }

    [Fact]
    public async Task CompletionsAndEmbeddingsAreRefusedAndTheVariableIsNamed()
    {
        var complete = new CompleteRequest { Messages = { new ChatMessage { Role = "user", Content = "hi" } } };
        (await Refusal(async () => await _service.Model.CompleteAsync(complete))).Status.Detail.ShouldContain("LLM_PROVIDER");
        await Refusal(async () => await _service.Model.EmbedAsync(new EmbedRequest { Texts = { "a" } }));
        await Refusal(async () =>
        {
            using var call = _service.Model.StreamComplete(complete);
            await call.ResponseStream.MoveNext(CancellationToken.None);
        });
    }

    [Fact]
    public async Task AllPrimitivesAnswerOverTheWire()
    {
        const string Query = "Who built the Harbour Bridge?";
        var answer = new AnswerRequest { Query = Query };
        answer.Passages.AddRange(Passages.Town);
        var draft = (await _service.Reasoning.AnswerAsync(answer)).Draft;
        draft.Citations[0].Text.ShouldContain("Anna Lindqvist");

        (await _service.Reasoning.DecomposeAsync(new DecomposeRequest { Query = Query })).SubQuestions.ShouldBe([Query]);
        var critique = (await _service.Reasoning.CritiqueAsync(new CritiqueRequest { Query = Query, Draft = draft, Passages = { Passages.Town } })).Critique;
        critique.Score.ShouldBeGreaterThan(0.3);
        (await _service.Reasoning.RefineAsync(new RefineRequest { Query = Query, Draft = draft, Critique = critique, Passages = { Passages.Town } })).Draft.Answerable.ShouldBeTrue();
        var root = (await _service.Reasoning.ProposeAsync(new ProposeRequest { Query = Query, Passages = { Passages.Town } })).Proposals;
        root.ShouldAllBe(proposal => proposal.StepCase == Proposal.StepOneofCase.Strategy);
        var state = new ReasoningState { Strategy = "direct", Evidence = { draft.Citations[0] }, Concluded = true };
        (await _service.Reasoning.EvaluateAsync(new EvaluateRequest { Query = Query, State = state, Passages = { Passages.Town } })).Value.ShouldBeGreaterThan(0.3);
        var synthesize = new SynthesizeRequest { Query = Query, Passages = { Passages.Town }, Drafts = { new AgentDraft { Agent = "hrm", Draft = draft } } };
        (await _service.Reasoning.SynthesizeAsync(synthesize)).Draft.Citations[0].ShouldBe(draft.Citations[0]);
    }

    [Fact]
    public async Task ARequestThatBreaksARuleIsRefusedByTheNameOfTheField()
    {
        var request = new AnswerRequest { Query = "Who?" };
        request.Passages.Add(new Passage { DocumentId = "a", PassageId = "a", Text = "x", Start = 0, End = 9 });
        var refusal = await Should.ThrowAsync<RpcException>(async () => await _service.Reasoning.AnswerAsync(request));
        refusal.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refusal.Status.Detail.ShouldContain("passages[0].end");
    }

    private static async Task<RpcException> Refusal(Func<Task> call)
    {
        var refusal = await Should.ThrowAsync<RpcException>(call);
        refusal.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        return refusal;
    }
}
