using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Orchestrator;
using MctsAspire.ServiceDefaults.Requests;
using Rest = MctsAspire.Protos.Rest;
using SearchEvent = MctsAspire.Protos.Orchestrator.SearchEvent;

namespace MctsAspire.Orchestrator.Rpc;

/// <summary>Responses of REST, as gRPC has them.</summary>
internal static class RpcResponses
{
    public static QueryResponse ToProto(this Rest.QueryResponse response)
    {
        var proto = new QueryResponse
        {
            Response = response.Response,
            Confidence = response.Confidence,
            AgentsUsed = { response.AgentsUsed },
            ProcessingTimeMs = response.ProcessingTimeMs,
            Metadata = JsonParser.Default.Parse<Struct>(JsonSerializer.Serialize(response.Metadata, StrictJson.Options)),
            Citations = { response.Metadata.Citations.ToProto() },
            RunId = response.Metadata.RunId,
        };
        if (response.MctsStats is { } stats)
            proto.MctsStats = stats.ToProto();
        return proto;
    }

    public static RunAgentResponse ToProto(this Rest.AgentResponse response)
    {
        var proto = new RunAgentResponse
        {
            Agent = response.Agent,
            Response = response.Response,
            Confidence = response.Confidence,
            Answerable = response.Metadata.Answerable,
            Citations = { response.Metadata.Citations.ToProto() },
            ProcessingTimeMs = response.ProcessingTimeMs,
            RunId = response.Metadata.RunId,
            Provider = response.Metadata.Provider,
            Model = response.Metadata.Model,
            Routing = { response.Metadata.Routing?.Select(ToProto) ?? [] },
            AgentsUsed = { response.Metadata.AgentsUsed ?? [] },
        };
        if (response.MctsStats is { } stats)
            proto.MctsStats = stats.ToProto();
        return proto;
    }

    private static RoutingDecision ToProto(Rest.RoutingDecision decision) => new()
    {
        Agent = decision.Agent,
        ByRules = decision.ByRules,
        Reason = decision.Reason ?? "",
        Explored = decision.Explored,
        Propensity = decision.Propensity,
        Probabilities = { decision.Probabilities is { } known ? AgentNames.All.Select(agent => known[agent]) : [] },
        ModelVersion = decision.ModelVersion ?? "",
    };

    public static QueryEvent ToProto(this RunEvent happened) => happened.Data switch
    {
        Rest.NodeStartedEvent started => new QueryEvent { NodeStarted = new NodeStarted { Node = started.Node, Iteration = started.Iteration, RunId = started.RunId } },
        Rest.NodeFinishedEvent finished => new QueryEvent { NodeFinished = new NodeFinished { Node = finished.Node, Iteration = finished.Iteration, DurationMs = finished.DurationMs } },
        Rest.AgentResultEvent result => new QueryEvent { AgentResult = new AgentResult { Agent = result.Agent, Response = result.Response, Confidence = result.Confidence } },
        Rest.SearchProgressEvent progress => new QueryEvent { SearchProgress = progress.ToProto() },
        var other => throw new InvalidOperationException($"{other.GetType()} is no event of a run."),
    };

    public static SearchEvent ToSearchProto(this RunEvent happened) => happened.Data switch
    {
        Rest.SearchStartedEvent started => new SearchEvent { Started = new SearchStarted { SearchId = started.SearchId } },
        Rest.SearchProgressEvent progress => new SearchEvent { Progress = progress.ToProto() },
        var other => throw new InvalidOperationException($"{other.GetType()} is no event of a search."),
    };

    private static SearchProgress ToProto(this Rest.SearchProgressEvent progress)
    {
        var proto = new SearchProgress
        {
            Iterations = progress.Iterations,
            TotalIterations = progress.TotalIterations,
            BestAction = progress.BestAction ?? "",
            Actions = { progress.ActionStats.Select(ToProto) },
            PrincipalVariation = { progress.PrincipalVariation },
        };
        if (progress.BestActionValue is { } value)
            proto.BestActionValue = value;
        return proto;
    }

    private static SearchStatistics ToProto(this Rest.MctsStats stats)
    {
        var proto = new SearchStatistics
        {
            Iterations = stats.Iterations,
            RootVisits = stats.RootVisits,
            NumChildren = stats.NumChildren,
            BestAction = stats.BestAction ?? "",
            BestActionVisits = stats.BestActionVisits ?? 0,
            Actions = { stats.ActionStats.Select(ToProto) },
            TotalSimulations = stats.TotalSimulations,
            CacheHits = stats.CacheHits,
            CacheMisses = stats.CacheMisses,
            CacheHitRate = stats.CacheHitRate,
            Seed = stats.Seed,
            Nodes = stats.Nodes,
            Depth = stats.Depth,
            PrincipalVariation = { stats.PrincipalVariation },
            ReusedVisits = stats.ReusedVisits ?? 0,
            Shards = stats.Shards ?? 0,
            ShardIterations = { stats.ShardIterations ?? [] },
            TreeHash = stats.TreeHash ?? "",
            BytesReserved = stats.BytesReserved ?? 0,
        };
        if (stats.RootValue is { } root)
            proto.RootValue = root;
        if (stats.BestActionValue is { } best)
            proto.BestActionValue = best;
        if (stats.ReturnsLow is { } lowest)
            proto.ReturnsLow = lowest;
        if (stats.ReturnsHigh is { } highest)
            proto.ReturnsHigh = highest;
        if (stats.EffectiveHorizon is { } steps)
            proto.EffectiveHorizon = steps;
        if (stats.EffectiveHorizonError is { } error)
            proto.EffectiveHorizonError = error;
        if (stats.ProvenLow is { } low)
            proto.ProvenLow = low;
        if (stats.ProvenHigh is { } high)
            proto.ProvenHigh = high;
        return proto;
    }

    private static ActionStatistics ToProto(KeyValuePair<string, Rest.ActionStats> action)
    {
        var proto = new ActionStatistics
        {
            Action = action.Key,
            Visits = action.Value.Visits,
            ValueSum = action.Value.ValueSum,
            NumChildren = action.Value.NumChildren,
        };
        if (action.Value.Value is { } value)
            proto.Value = value;
        if (action.Value.ProvenLow is { } low)
            proto.ProvenLow = low;
        if (action.Value.ProvenHigh is { } high)
            proto.ProvenHigh = high;
        return proto;
    }
}
