using System.Text.Json;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>
/// A task on which every agent was measured, as <c>collect</c> writes it. It gives an example at its start, and one after each agent: there
/// the same agent's answer costs nothing more, and another one's what it costs. What an agent is worth is its score less the price of its
/// calls. Tasks that are held out for <c>evaluate</c> give none.
/// </summary>
internal static class CollectedTask
{
    private const string Start = "start";
    private const string ForTraining = "train";
    private const double MostCalls = 1e9;

    /// <summary>The examples of a task; none when it is held out.</summary>
    /// <exception cref="TrainingException">A field is wrong; the message names it.</exception>
    public static IReadOnlyList<TrainingExample> Read(JsonElement line, double price)
    {
        var part = JsonFields.Require(line, "part");
        var states = JsonFields.Require(line, "states");
        JsonFields.RequireObject(states, "states");
        var outcomes = JsonFields.Require(line, "outcomes");
        JsonFields.RequireObject(outcomes, "outcomes");
        var measured = Enum.GetValues<Agent>().Select(agent => Outcome(outcomes, agent.Name())).ToArray();
        var task = JsonFields.Require(line, "task").ToString();

        var start = StateReader.Read(JsonFields.Require(states, Start, "states."), $"states.{Start}");
        var examples = new List<TrainingExample> { BestAgent.Of([start], agent => Utility(measured[(int)agent], price), task) };
        foreach (var first in Enum.GetValues<Agent>())
        {
            var after = StateReader.Read(JsonFields.Require(states, first.Name(), "states."), $"states.{first.Name()}");
            examples.Add(BestAgent.Of(
                [start, after],
                second => second == first ? measured[(int)second].Score : Utility(measured[(int)second], price),
                task));
        }

        return part.ValueKind == JsonValueKind.String && part.GetString() == ForTraining ? examples : [];
    }

    private static double Utility((double Score, double Calls) outcome, double price) => outcome.Score - (price * outcome.Calls);

    private static (double Score, double Calls) Outcome(JsonElement outcomes, string agent)
    {
        var outcome = JsonFields.Require(outcomes, agent, "outcomes.");
        JsonFields.RequireObject(outcome, $"outcomes.{agent}");
        return (
            JsonFields.Number(JsonFields.Require(outcome, "score", $"outcomes.{agent}."), $"outcomes.{agent}.score", 0, 1),
            JsonFields.Number(JsonFields.Require(outcome, "cost", $"outcomes.{agent}."), $"outcomes.{agent}.cost", 0, MostCalls));
    }
}
