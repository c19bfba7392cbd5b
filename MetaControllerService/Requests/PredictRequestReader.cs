using System.Collections.Frozen;
using System.Globalization;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Requests;

/// <summary>Reads the states of a request, or says which field is wrong and what is allowed there.</summary>
internal static class PredictRequestReader
{
    private const int MaximumStates = 100;

    /// <exception cref="ValidationException">A field is out of its range; the message names it.</exception>
    public static RunFeatures[] ReadStates(Protos.Meta.PredictRequest request)
    {
        if (request.States.Count is < 1 or > MaximumStates)
            throw new ValidationException("states", $"must hold 1 to {MaximumStates} states, and holds {request.States.Count}");

        return [.. request.States.Select((state, index) => Read(state, $"states[{index}]"))];
    }

    private static RunFeatures Read(Protos.Meta.Features state, string path) => new(
        Fraction(state.HrmConfidence, $"{path}.hrm_confidence"),
        Fraction(state.TrmConfidence, $"{path}.trm_confidence"),
        Fraction(state.MctsValue, $"{path}.mcts_value"),
        Fraction(state.ConsensusScore, $"{path}.consensus_score"),
        LastAgent(state.LastAgent, $"{path}.last_agent"),
        Count(state.Iteration, $"{path}.iteration"),
        Count(state.QueryLength, $"{path}.query_length"),
        state.HasRagContext,
        state.AgentsDone.Select((name, index) => Done(name, $"{path}.agents_done[{index}]")).ToFrozenSet());

    private static double Fraction(double value, string field) => value is >= 0 and <= 1
        ? value
        : throw new ValidationException(field, string.Create(CultureInfo.InvariantCulture, $"must be a number from 0 to 1, and is {value}"));

    private static int Count(int value, string field) => value >= 0
        ? value
        : throw new ValidationException(field, string.Create(CultureInfo.InvariantCulture, $"must be 0 or more, and is {value}"));

    private static Agent? LastAgent(string name, string field) => name == AgentNames.None
        ? null
        : AgentNames.Find(name) ?? throw new ValidationException(field, "must be hrm, trm, mcts or none");

    private static Agent Done(string name, string field) =>
        AgentNames.Find(name) ?? throw new ValidationException(field, "must be hrm, trm or mcts");
}
