using System.Runtime.CompilerServices;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Rest;
using MctsAspire.Protos.Rest.OpenAi;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>The graph of agents, one of them, or whichever the meta-controller names, as a model: each request is a run.</summary>
internal sealed class AgentChat(RunManager runs, RequestDefaults defaults, IOptions<OrchestratorOptions> options) : IChatSource
{
    public bool Is(string model) => model is ChatModels.Mcts or ChatModels.Hrm or ChatModels.Trm or ChatModels.Auto;

    public void Check(ChatAsk ask)
    {
        if (ask.Form is not null)
            throw new ValidationException("response_format", "is for the model direct; agents answer with text and citations");
        if (ask.Request.Model == ChatModels.Mcts)
            return;
        var searches = ask.Request.Model == ChatModels.Auto;
        if (ask.Iterations is not null && !searches)
            throw new ValidationException(ask.Request.Iterations is null ? "mcts_iterations" : "iterations", "is for the models mcts and auto; this one does not search");
        if (ask.Request.UseMcts is not null)
            throw new ValidationException("use_mcts", searches ? "is for the model mcts; auto searches when the meta-controller names that" : "is for the model mcts; this one does not search");
    }

    public async Task<ChatReply> AnswerAsync(ChatAsk ask, CancellationToken cancellationToken)
    {
        var (request, notUsed) = Request(ask);
        return Reply(await runs.RunAsync(request, cancellationToken), ask, notUsed);
    }

    public async IAsyncEnumerable<ChatPart> StreamAsync(ChatAsk ask, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (request, notUsed) = Request(ask);
        var session = runs.Join(request);
        try
        {
            await foreach (var happened in session.ReadEventsAsync(cancellationToken))
                yield return new ChatPart.Happening(happened.Name, happened.Data);
            yield return new ChatPart.End(Reply(await session.Completion.WaitAsync(cancellationToken), ask, notUsed));
        }
        finally
        {
            session.Leave();
        }
    }

    private (RunRequest Request, IReadOnlyList<string>? NotUsed) Request(ChatAsk ask)
    {
        var conversation = Conversation.Of(ask.Lines, options.Value);
        try
        {
            return (ask.Request.Model == ChatModels.Mcts ? Query(ask, conversation) : Agent(ask, conversation), conversation.NotUsed);
        }
        catch (ValidationException problem) when (problem.Field == "query")
        {
            throw new ValidationException(conversation.QueryField, problem.Problem, problem);
        }
    }

    private RunRequest Query(ChatAsk ask, Conversation conversation) => RunRequest.For(ask.ClientId, defaults.Fill(new QueryRequest
    {
        Query = conversation.Query,
        History = conversation.History,
        UseMcts = ask.Request.UseMcts ?? true,
        UseRag = ask.Request.UseRag ?? true,
        MctsIterations = ask.Iterations,
        ThreadId = ask.Request.ThreadId,
        Seed = ask.Request.Seed,
        Temperature = ask.Request.Temperature,
        MaxTokens = ask.MaxTokens,
        TopP = ask.Request.TopP,
    }));

    private RunRequest Agent(ChatAsk ask, Conversation conversation) => RunRequest.For(ask.ClientId, ask.Request.Model, defaults.Fill(new AgentRequest
    {
        Query = conversation.Query,
        History = conversation.History,
        UseRag = ask.Request.UseRag ?? true,
        MctsIterations = ask.Iterations,
        ThreadId = ask.Request.ThreadId,
        Seed = ask.Request.Seed,
        Temperature = ask.Request.Temperature,
        MaxTokens = ask.MaxTokens,
        TopP = ask.Request.TopP,
    }));

    private static ChatReply Reply(RunResult result, ChatAsk ask, IReadOnlyList<string>? notUsed)
    {
        var (metadata, usage) = result.Response switch
        {
            QueryResponse response => (Metadata(response), response.Metadata.Usage),
            AgentResponse response => (Metadata(response), response.Metadata.Usage),
            var other => throw new InvalidOperationException($"A run answered with {other.GetType().Name}."),
        };
        return new ChatReply(
            Cut(result.Answer, ask.Stop),
            "stop",
            new ChatUsage(usage?.InputTokens ?? 0, usage?.OutputTokens ?? 0, (usage?.InputTokens ?? 0) + (usage?.OutputTokens ?? 0)),
            metadata with { NotUsed = notUsed, InputSignals = ask.InputSignals });
    }

    // The answer is there as a whole: it ends where the first of the texts begins.
    private static string Cut(string text, IReadOnlyList<string> stops)
    {
        var end = text.Length;
        foreach (var stop in stops)
        {
            if (text.IndexOf(stop, StringComparison.Ordinal) is var found and >= 0 && found < end)
                end = found;
        }

        return text[..end];
    }

    private static ChatMetadata Metadata(QueryResponse response) => new()
    {
        Provider = response.Metadata.Provider,
        Model = response.Metadata.Model,
        RunId = response.Metadata.RunId,
        ThreadId = response.Metadata.ThreadId,
        Seed = response.Metadata.Seed,
        Confidence = response.Confidence,
        Answerable = response.Metadata.Answerable,
        StopReason = response.Metadata.StopReason,
        ConsensusScore = response.Metadata.ConsensusScore,
        Iterations = response.Metadata.Iterations,
        AgentsUsed = response.AgentsUsed,
        Citations = response.Metadata.Citations,
        MctsStats = response.MctsStats,
        ProcessingTimeMs = response.ProcessingTimeMs,
    };

    private static ChatMetadata Metadata(AgentResponse response) => new()
    {
        Provider = response.Metadata.Provider,
        Model = response.Metadata.Model,
        RunId = response.Metadata.RunId,
        ThreadId = response.Metadata.ThreadId,
        Seed = response.Metadata.Seed,
        Confidence = response.Confidence,
        Answerable = response.Metadata.Answerable,
        StopReason = response.Metadata.StopReason,
        AgentsUsed = response.Metadata.AgentsUsed ?? [response.Agent],
        Routing = response.Metadata.Routing,
        Citations = response.Metadata.Citations,
        MctsStats = response.MctsStats,
        ProcessingTimeMs = response.ProcessingTimeMs,
    };
}
