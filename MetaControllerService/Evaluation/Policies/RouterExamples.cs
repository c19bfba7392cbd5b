using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>
/// Makes of measured tasks the lines that training reads: states, and what it is worth to name each agent there. What a first choice is worth depends on the second one: that is made
/// by a linear router that was fitted to the other half of the tasks, which knows no more than a router can.
/// </summary>
internal static class RouterExamples
{
    private static readonly Agent[] Agents = Enum.GetValues<Agent>();

    /// <summary>The lines: of each task one for the start, and one for the state after each agent.</summary>
    /// <param name="tasks">The tasks, at least two.</param>
    /// <param name="price">Of a call, in units of score.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<TaskRecord> tasks, double price)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks.Count, 2);
        // Tasks of a world stand together: a router has seen next to nothing of the worlds that it is asked about.
        var half = tasks.Count / 2;
        var (ofSecond, ofFirst) = (LinearRouter.Fit([.. tasks.Skip(half)], price), LinearRouter.Fit([.. tasks.Take(half)], price));
        return tasks.SelectMany((task, index) => OfTask(task, index < half ? ofSecond : ofFirst, price));
    }

    private static IEnumerable<string> OfTask(TaskRecord task, LinearRouter router, double price)
    {
        yield return Line(task.Task, [task.States[TaskRecord.Start]], agent => Utilities.First(task, agent, router.Second(agent, task.Sequence(agent)), price));
        foreach (var first in Agents)
            yield return Line(task.Task, [task.States[TaskRecord.Start], task.States[first.Name()]], agent => Utilities.Second(task, first, agent, price));
    }

    private static string Line(string task, StateRecord[] states, Func<Agent, double> utility) => new JsonObject
    {
        ["group"] = task,
        ["states"] = new JsonArray([.. states.Select(state => JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(state, ServiceDefaults.Requests.StrictJson.Options)))]),
        ["utilities"] = new JsonObject(Agents.Select(agent => KeyValuePair.Create(agent.Name(), (JsonNode?)Math.Round(utility(agent), 9)))),
    }.ToJsonString();
}
