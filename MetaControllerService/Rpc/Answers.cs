using Google.Protobuf.WellKnownTypes;
using MctsAspire.MetaControllerService.Configuration;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.Protos.Meta;

namespace MctsAspire.MetaControllerService.Rpc;

/// <summary>What the service holds, as the contract's messages.</summary>
internal static class Answers
{
    /// <summary>A prediction.</summary>
    public static Prediction Prediction(Controllers.Decision decision, string agent, in RunFeatures state, string version, double exploration)
    {
        var prediction = new Prediction
        {
            Agent = agent,
            Confidence = decision.Confidence,
            Text = state.ToText(),
            ByRules = decision.ByRules,
            ModelVersion = version,
            Exploration = exploration,
        };
        prediction.Vector.AddRange(state.Normalize());
        if (decision.Probabilities is { } probabilities)
        {
            prediction.Probabilities.Capacity = AgentNames.Count;
            prediction.Probabilities.Add(probabilities.Hrm);
            prediction.Probabilities.Add(probabilities.Trm);
            prediction.Probabilities.Add(probabilities.Mcts);
        }

        return prediction;
    }

    /// <summary>A similar decision.</summary>
    public static Neighbour Neighbour(DecisionNeighbour neighbour)
    {
        var (decision, distance) = neighbour;
        var answer = new Neighbour
        {
            RunId = decision.Run,
            Step = decision.Step,
            Agents = { decision.Agents },
            Distance = distance,
            DecidedAt = Timestamp.FromDateTimeOffset(decision.Timestamp),
        };
        if (decision.Outcome is { } outcome)
        {
            answer.Outcome = new Outcome { Score = outcome.Score };
            if (outcome.Cost is { } cost)
                answer.Outcome.Cost = cost;
        }

        return answer;
    }

    /// <summary>What decides, and since when.</summary>
    public static ModelInfo Info(ServedModel model, string problem, MetaControllerSettings settings) => new()
    {
        Type = model.Type,
        Version = model.Version,
        ConfiguredType = settings.Type,
        Source = model.Source,
        LoadedAt = Timestamp.FromDateTimeOffset(model.LoadedAt),
        Created = model.Created,
        Threshold = settings.Threshold,
        Parameters = model.Parameters,
        Config = model.Config,
        Training = model.Training,
        Problem = problem,
        Exploration = settings.Exploration,
    };
}
