using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Training.Reports;

/// <summary>A summary as JSON, as it stands in the bundle's metadata.</summary>
internal static class SummaryJson
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The figures as a JSON object on one line; of the epochs the best one alone, so that a long run doesn't make a large file.</summary>
    public static string Write(TrainingSummary summary)
    {
        var confusion = summary.Test.Confusion;
        var agents = Enumerable.Range(0, confusion.Classes).ToArray();
        var json = new JsonObject
        {
            ["run"] = summary.Run,
            ["plan"] = JsonSerializer.SerializeToNode(summary.Plan, Options),
            ["data"] = summary.Data,
            ["examples"] = new JsonObject { ["training"] = summary.Examples.Training, ["validation"] = summary.Examples.Validation, ["test"] = summary.Examples.Test },
            ["trained_weights"] = summary.TrainedWeights,
            ["steps"] = summary.Steps,
            ["best_epoch"] = summary.BestEpoch,
            ["validation"] = JsonSerializer.SerializeToNode(summary.History[summary.BestEpoch - 1], Options),
            ["test"] = new JsonObject
            {
                ["loss"] = summary.Test.Loss,
                ["accuracy"] = summary.Test.Accuracy,
                ["expected_calibration_error"] = summary.Test.Calibration.ExpectedError,
                ["agents"] = new JsonArray([.. agents.Select(agent => (JsonNode)new JsonObject
                {
                    ["agent"] = ((Agent)agent).Name(),
                    ["precision"] = confusion.Precision(agent),
                    ["recall"] = confusion.Recall(agent),
                    ["f1"] = confusion.F1(agent),
                    ["support"] = confusion.Support(agent),
                })]),
                ["confusion"] = new JsonArray([.. agents.Select(label =>
                    (JsonNode)new JsonArray([.. agents.Select(chosen => (JsonNode)confusion[label, chosen])]))]),
            },
        };
        if (summary.Notes.Count > 0)
            json["notes"] = new JsonArray([.. summary.Notes.Select(note => (JsonNode)note)]);
        return json.ToJsonString();
    }
}
