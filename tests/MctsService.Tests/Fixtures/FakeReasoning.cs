using System.Collections.Concurrent;
using Grpc.Core;
using MctsAspire.Protos.Llm;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>
/// A language service whose documents are numbers: the root offers strategies, below it every passage that is not chosen yet is offered
/// as evidence, and a line is worth the mean of its passages' scores.
/// </summary>
internal sealed class FakeReasoning : Reasoning.ReasoningBase
{
    private static readonly string[] Strategies = ["direct", "compare"];

    public ConcurrentQueue<CallContext> Contexts { get; } = [];

    public ConcurrentQueue<EvaluateRequest> Evaluations { get; } = [];

    public bool Deterministic { get; set; } = true;

    /// <summary>The tokens of each call.</summary>
    public Usage? Usage { get; set; }

    /// <summary>Runs before each evaluation.</summary>
    public Func<EvaluateRequest, ServerCallContext, Task> BeforeEvaluation { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The value of a line; by default the mean score of its evidence, and a little more for the strategy "direct".</summary>
    public Func<EvaluateRequest, double> Value { get; set; } = request =>
    {
        var scores = request.Passages.ToDictionary(passage => passage.PassageId, passage => passage.Score);
        var mean = request.State.Evidence.Select(citation => scores[citation.PassageId]).DefaultIfEmpty(0.1).Average();
        return Math.Min(1, mean + (request.State.Strategy == "direct" ? 0.05 : 0));
    };

    public override Task<ProposeResponse> Propose(ProposeRequest request, ServerCallContext context)
    {
        Contexts.Enqueue(request.Context);
        var response = new ProposeResponse { Origin = Origin() };
        if (request.State.Strategy.Length == 0)
        {
            response.Proposals.Add(Strategies.Select(strategy => new Proposal { Strategy = strategy, Label = $"Strategy: {strategy}", Prior = 0.5 }));
            return Task.FromResult(response);
        }

        var open = request.Passages.Where(passage => request.State.Evidence.All(citation => citation.PassageId != passage.PassageId)).ToArray();
        response.Proposals.Add(open.Select(passage => new Proposal
        {
            Evidence = new Citation { PassageId = passage.PassageId, DocumentId = passage.DocumentId, Text = passage.Text },
            Label = $"Evidence: {passage.PassageId}",
            Prior = 0.5 / open.Length,
        }));
        response.Proposals.Add(new Proposal { Conclude = true, Label = "Conclude", Prior = 0.5 });
        return Task.FromResult(response);
    }

    public override async Task<EvaluateResponse> Evaluate(EvaluateRequest request, ServerCallContext context)
    {
        Contexts.Enqueue(request.Context);
        Evaluations.Enqueue(request);
        await BeforeEvaluation(request, context);
        return new EvaluateResponse
        {
            Value = Value(request),
            Draft = new Draft { Text = Describe(request.State), Confidence = 0.5, Answerable = true, Citations = { request.State.Evidence } },
            Origin = Origin(),
        };
    }

    /// <summary>Lets some evaluations through, then holds one until it is cancelled.</summary>
    public (Task Entered, Task Cancelled) BlockAfter(int evaluations)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        BeforeEvaluation = async (_, context) =>
        {
            if (Evaluations.Count <= evaluations)
                return;
            entered.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }
            finally
            {
                cancelled.TrySetResult();
            }
        };
        return (entered.Task, cancelled.Task);
    }

    /// <summary>The draft's text for a line.</summary>
    public static string Describe(ReasoningState state) =>
        string.Join(" > ", [.. state.Evidence.Select(citation => citation.PassageId).Prepend(state.Strategy), .. state.Concluded ? ["end"] : Array.Empty<string>()]);

    private Origin Origin() => new() { Provider = "fake", Model = "numbers", Deterministic = Deterministic, Usage = Usage };
}
