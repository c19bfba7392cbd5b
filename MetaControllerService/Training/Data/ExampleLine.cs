using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>Writes an example as a line that <see cref="DecisionLines"/> reads: states with their fields, label and weight.</summary>
internal static class ExampleLine
{
    /// <summary>The line, without its break.</summary>
    public static string Write(TrainingExample example) => new JsonObject
    {
        ["group"] = example.Group,
        ["states"] = new JsonArray([.. example.States.Select(state => (JsonNode)State(state))]),
        ["label"] = example.Label.Name(),
        ["weight"] = example.Weight,
    }.ToJsonString(JsonSerializerOptions.Default);

    private static JsonObject State(RunFeatures state) => new()
    {
        ["hrm_confidence"] = state.HrmConfidence,
        ["trm_confidence"] = state.TrmConfidence,
        ["mcts_value"] = state.MctsValue,
        ["consensus_score"] = state.ConsensusScore,
        ["last_agent"] = state.LastAgent?.Name() ?? AgentNames.None,
        ["iteration"] = state.Iteration,
        ["query_length"] = state.QueryLength,
        ["has_rag_context"] = state.HasRagContext,
        ["agents_done"] = new JsonArray([.. Enum.GetValues<Agent>().Where(state.AgentsDone.Contains).Select(agent => (JsonNode)agent.Name())]),
    };
}
