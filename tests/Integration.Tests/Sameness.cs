using System.Text.Json;
using System.Text.Json.Nodes;

namespace MctsAspire.Integration.Tests;

/// <summary>What is the same in two answers to the same request.</summary>
internal static class Sameness
{
    private static readonly string[] Different = ["processing_time_ms", "elapsed_ms", "simulations_per_second", "run_id", "thread_id", "artifact_id"];

    /// <summary>An answer without its ids, its times and what is counted by them.</summary>
    public static string WithoutIdsAndTimes(this JsonElement answer)
    {
        var fields = JsonObject.Create(answer)!;
        foreach (var part in new[] { fields, fields["metadata"] as JsonObject, fields["mcts_stats"] as JsonObject }.OfType<JsonObject>())
        {
            foreach (var name in Different)
                part.Remove(name);
        }

        return fields.ToJsonString();
    }
}
