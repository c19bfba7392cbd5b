using MctsAspire.MetaControllerService.Features;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Requests;

/// <summary>Reads the states of a request, or says which field is wrong and what is allowed there.</summary>
internal static class PredictRequestReader
{
    private const int MaximumStates = 100;
    private const int MaximumNeighbours = 20;

    /// <param name="request">The request.</param>
    /// <param name="path">Where it stands in a larger one, with a dot at the end; empty when it is the whole.</param>
    /// <exception cref="ValidationException">A field is out of its range; the message names it.</exception>
    public static RunFeatures[] ReadStates(Protos.Meta.PredictRequest request, string path = "")
    {
        if (request.States.Count is < 1 or > MaximumStates)
            throw new ValidationException($"{path}states", $"must hold 1 to {MaximumStates} states, and holds {request.States.Count}");
        if (request.Neighbours is < 0 or > MaximumNeighbours)
            RequestNumbers.Integer(request.Neighbours, 0, MaximumNeighbours, $"{path}neighbours");

        var states = new RunFeatures[request.States.Count];
        for (var i = 0; i < states.Length; i++)
        {
            // Names are made only for what is wrong: most requests are right.
            if (TryRead(request.States[i]) is { } state)
                states[i] = state;
            else
                throw Problem(request.States[i], $"{path}states[{i}]");
        }

        return states;
    }

    /// <exception cref="ValidationException">A field is out of its range; the message names it.</exception>
    public static RunFeatures ReadState(Protos.Meta.Features state, string path) => TryRead(state) ?? throw Problem(state, path);

    private static RunFeatures? TryRead(Protos.Meta.Features state)
    {
        var last = AgentNames.Find(state.LastAgent);
        if (!IsFraction(state.HrmConfidence) || !IsFraction(state.TrmConfidence) || !IsFraction(state.MctsValue) || !IsFraction(state.ConsensusScore)
            || (last is null && state.LastAgent != AgentNames.None) || state.Iteration < 0 || state.QueryLength < 0)
        {
            return null;
        }

        var done = default(AgentSet);
        foreach (var name in state.AgentsDone)
        {
            if (AgentNames.Find(name) is not { } agent)
                return null;
            done = done.With(agent);
        }

        return new RunFeatures(
            state.HrmConfidence, state.TrmConfidence, state.MctsValue, state.ConsensusScore, last, state.Iteration, state.QueryLength, state.HasRagContext, done);
    }

    private static bool IsFraction(double value) => value is >= 0 and <= 1;

    private static ValidationException Problem(Protos.Meta.Features state, string path)
    {
        RequestNumbers.Fraction(state.HrmConfidence, $"{path}.hrm_confidence");
        RequestNumbers.Fraction(state.TrmConfidence, $"{path}.trm_confidence");
        RequestNumbers.Fraction(state.MctsValue, $"{path}.mcts_value");
        RequestNumbers.Fraction(state.ConsensusScore, $"{path}.consensus_score");
        if (AgentNames.Find(state.LastAgent) is null && state.LastAgent != AgentNames.None)
            return new ValidationException($"{path}.last_agent", "must be hrm, trm, mcts or none");
        RequestNumbers.Integer(state.Iteration, 0, int.MaxValue, $"{path}.iteration");
        RequestNumbers.Integer(state.QueryLength, 0, int.MaxValue, $"{path}.query_length");
        var wrong = state.AgentsDone.TakeWhile(name => AgentNames.Find(name) is not null).Count();
        return new ValidationException($"{path}.agents_done[{wrong}]", "must be hrm, trm or mcts");
    }
}
