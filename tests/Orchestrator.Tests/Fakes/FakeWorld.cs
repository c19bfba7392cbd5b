using System.Collections.Concurrent;
using System.Globalization;
using Google.Protobuf;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Meta;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>
/// What the services behind the Orchestrator answer, and what they were asked. By default they behave as the real ones do on an easy
/// question; a test replaces what it is about.
/// </summary>
public sealed class FakeWorld
{
    public const string NoAnswer = "The documents do not say.";

    private readonly ConcurrentQueue<(string Kind, string Step)> _calls = new();

    /// <summary>The calls made so far.</summary>
    public IReadOnlyCollection<(string Kind, string Step)> Calls => _calls;

    /// <summary>Called before every answer, with the kind and the step; it may wait, or throw what the service shall fail with.</summary>
    public Func<string, string, CancellationToken, Task> Before { get; set; } = (_, _, _) => Task.CompletedTask;

    public Func<DecomposeRequest, DecomposeResponse> Decompose { get; set; } = request =>
        new DecomposeResponse { SubQuestions = { request.Query.Split(" and ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) }, Origin = Origin() };

    public Func<AnswerRequest, DraftResponse> Answer { get; set; } = request => Draft(FromFirst(request.Passages, 0.8));

    public Func<CritiqueRequest, CritiqueResponse> Critique { get; set; } = _ => new CritiqueResponse { Critique = new Critique { Score = 0.9 }, Origin = Origin() };

    public Func<RefineRequest, DraftResponse> Refine { get; set; } = request => Draft(request.Draft);

    public Func<SynthesizeRequest, DraftResponse> Synthesize { get; set; } = request => Draft(request.Drafts.MaxBy(draft => draft.Draft.Confidence)!.Draft);

    public Func<CompleteRequest, CompleteResponse> Complete { get; set; } = _ =>
        new CompleteResponse { Text = "Red, I say.", StopReason = "stop", Origin = Spoke() };

    /// <summary>The same in pieces.</summary>
    public Func<CompleteRequest, IEnumerable<CompleteChunk>> Pieces { get; set; } = _ =>
        [new CompleteChunk { Text = "Red," }, new CompleteChunk { Text = " I say." }, new CompleteChunk { StopReason = "stop", Origin = Spoke() }];

    public Func<EmbedRequest, EmbedResponse> Embed { get; set; } = request => new EmbedResponse
    {
        Embeddings = { request.Texts.Select((_, index) => new Embedding { Values = { index, 0.5f } }) },
        Origin = new Origin { Provider = "openai", Model = "embed-1", Usage = new Usage { InputTokens = 3 } },
    };

    public Provider Provider { get; set; } = new() { Name = "openai", Model = "gpt-1", Completes = true };

    public Func<PredictRequest, Prediction> Predict { get; set; } = _ => new Prediction { Agent = "hrm", Confidence = 1, ByRules = true, ModelVersion = "rules" };

    public Func<RecordDecisionsRequest, RecordDecisionsResponse> RecordDecisions { get; set; } = _ => new RecordDecisionsResponse();

    public Func<SearchRequest, SearchResponse> Search { get; set; } = request =>
        Found(request, request.Reasoning is { } problem ? FromFirst(problem.Passages, 0.7) : null);

    /// <summary>Stops a search.</summary>
    public Func<StopSearchRequest, StopSearchResponse> Stop { get; set; } = _ => new StopSearchResponse();

    public Func<ListDomainsRequest, ListDomainsResponse> Domains { get; set; } = _ => new ListDomainsResponse
    {
        Domains =
        {
            new Domain { Name = "tic_tac_toe", Description = "A game.", Schema = """{"type":"object"}""", Example = """{"moves":[5]}""", Players = 2, MaxIterations = 10_000_000 },
            new Domain { Name = "reasoning", Description = "A question.", Players = 1, MaxIterations = 10_000 },
        },
    };

    public Func<GetBudgetsRequest, GetBudgetsResponse> Budgets { get; set; } = _ => new GetBudgetsResponse();

    public Func<VerifyRequest, VerifyResponse> Verify { get; set; } = _ => new VerifyResponse { Verified = true };

    /// <summary>Reports before a search's result.</summary>
    public Func<SearchRequest, IEnumerable<SearchProgress>> Progress { get; set; } = _ => 
        [new SearchProgress { Iterations = 1, TotalIterations = 2, BestAction = "quote", BestActionValue = 0.5, PrincipalVariation = { "quote", "conclude" } }];

    /// <summary>Lets every call of a kind fail, but HRM's own synthesis.</summary>
    public void Fail(string kind, Func<Exception> failure) =>
        Before = (called, step, _) => called == kind && !step.StartsWith("hrm/syn", StringComparison.Ordinal) ? throw failure() : Task.CompletedTask;

    public int Count(string kind) => _calls.Count(call => call.Kind == kind);

    /// <summary>Notes a call and answers it.</summary>
    public async Task<TResponse> AnswerAsync<TRequest, TResponse>(string kind, string step, Func<TRequest, TResponse> answer, TRequest request, CancellationToken cancellationToken)
    {
        _calls.Enqueue((kind, step));
        await Before(kind, step, cancellationToken);
        return answer(request);
    }

    public static Origin Origin() => new() { Provider = "embedded", Model = "fake-1", Deterministic = true };

    /// <summary>A language model that counts its tokens.</summary>
    public static Origin Spoke() => new() { Provider = "openai", Model = "gpt-1", Usage = new Usage { InputTokens = 11, OutputTokens = 7 } };

    public static DraftResponse Draft(Draft draft) => new() { Draft = draft, Origin = Origin() };

    /// <summary>An answer that quotes the first passage, or says that there is none.</summary>
    public static Draft FromFirst(IEnumerable<Passage> passages, double confidence)
    {
        if (passages.FirstOrDefault() is not { } passage)
            return new Draft { Text = NoAnswer, Confidence = confidence, Answerable = false };

        return new Draft { Text = passage.Text, Confidence = confidence, Answerable = true, Citations = { Cite(passage) } };
    }

    public static Citation Cite(Passage passage) => new()
    {
        DocumentId = passage.DocumentId,
        PassageId = passage.PassageId,
        Title = passage.Title,
        Start = passage.Start,
        End = passage.End,
        Text = passage.Text,
    };

    /// <summary>A bundle that depends on the request alone, in a form that nothing else writes so.</summary>
    public static ByteString Bundle(SearchRequest request) => ByteString.CopyFromUtf8(
        string.Create(CultureInfo.InvariantCulture, $$"""{ "seed" : {{request.Seed}}, "iterations":{{request.Iterations}}.0,{{"\n"}} "name":"\u00fc" }"""));

    public static SearchResponse Found(SearchRequest request, Draft? draft)
    {
        var iterations = request.HasIterations ? request.Iterations : 100;
        return new SearchResponse
        {
            Answer = draft,
            Domain = request.Domain?.Name ?? "reasoning",
            Bundle = request.Bundle ? Bundle(request) : ByteString.Empty,
            StopReason = request.HasIterations ? "iterations" : "early_stop",
            Provider = draft is null ? "" : "embedded",
            Model = draft is null ? "" : "fake-1",
            Statistics = new SearchStatistics
            {
                Iterations = iterations,
                RootVisits = iterations,
                RootValue = 0.6,
                NumChildren = 2,
                BestAction = "quote",
                BestActionVisits = iterations - 1,
                BestActionValue = 0.7,
                Actions =
                {
                    new ActionStatistics { Action = "quote", Visits = iterations - 1, Value = 0.7, ValueSum = 0.7 * (iterations - 1) },
                    new ActionStatistics { Action = "conclude" },
                },
                TotalSimulations = iterations,
                Seed = request.Seed,
                Nodes = 3,
                Depth = 1,
                PrincipalVariation = { "quote" },
                ElapsedMs = 3.5,
                SimulationsPerSecond = 1000,
            },
        };
    }
}
