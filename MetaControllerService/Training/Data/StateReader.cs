using System.Text.Json;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>Reads the states of a logged decision.</summary>
internal static class StateReader
{
    /// <summary>The states, oldest first.</summary>
    /// <exception cref="TrainingException">A field is wrong; the message names it.</exception>
    public static IReadOnlyList<RunFeatures> ReadStates(JsonElement line)
    {
        var states = JsonFields.Require(line, "states");
        if (states.ValueKind != JsonValueKind.Array || states.GetArrayLength() is < 1 or > TrainingExample.MostStates)
            throw new TrainingException($"states must be an array of 1 to {TrainingExample.MostStates} states.");
        return [.. states.EnumerateArray().Select((state, index) => Read(state, $"states[{index}]"))];
    }

    /// <summary>One state.</summary>
    public static RunFeatures Read(JsonElement state, string path) => state.ValueKind switch
    {
        JsonValueKind.Object => ReadFields(state, path + "."),
        JsonValueKind.Array => ReadVector(state, path),
        _ => throw new TrainingException($"{path} must be an object with the features, or an array of the {RunFeatures.Dimensions} normalised numbers."),
    };

    private static RunFeatures ReadFields(JsonElement state, string path)
    {
        double Fraction(string name) => JsonFields.Number(JsonFields.Require(state, name, path), path + name, 0, 1);

        return new(
            Fraction("hrm_confidence"),
            Fraction("trm_confidence"),
            Fraction("mcts_value"),
            Fraction("consensus_score"),
            LastAgent(JsonFields.Require(state, "last_agent", path), path + "last_agent"),
            JsonFields.Whole(JsonFields.Require(state, "iteration", path), path + "iteration"),
            JsonFields.Whole(JsonFields.Require(state, "query_length", path), path + "query_length"),
            JsonFields.Flag(JsonFields.Require(state, "has_rag_context", path), path + "has_rag_context"),
            JsonFields.Find(state, "agents_done") is { } done ? Done(done, path + "agents_done") : default);
    }

    private static Agent? LastAgent(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.String && element.GetString() == AgentNames.None ? null : JsonFields.Agent(element, path, AgentNames.None);

    private static AgentSet Done(JsonElement element, string path) => element.ValueKind == JsonValueKind.Array
        ? AgentSet.Of([.. element.EnumerateArray().Select((name, index) => JsonFields.Agent(name, $"{path}[{index}]"))])
        : throw new TrainingException($"{path} must be an array of agents.");

    private static RunFeatures ReadVector(JsonElement vector, string path)
    {
        if (vector.GetArrayLength() != RunFeatures.Dimensions)
            throw new TrainingException($"{path} must hold {RunFeatures.Dimensions} numbers, and holds {vector.GetArrayLength()}.");

        var numbers = vector.EnumerateArray().Select((number, index) => JsonFields.Number(number, $"{path}[{index}]", 0, 1)).ToArray();
        return VectorState.Read(numbers);
    }
}
