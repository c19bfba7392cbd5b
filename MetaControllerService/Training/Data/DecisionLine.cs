using System.Text.Json;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>
/// One logged decision as an example.
/// <list type="bullet">
/// <item><c>label</c> is learned as it stands, with <c>weight</c> (1 unless given).</item>
/// <item><c>utilities</c>, what every agent was worth: the best agent is the label, and weighs what it is worth more than the others on
/// average. Where all are alike there is nothing to learn.</item>
/// <item><c>agent</c> with <c>propensity</c> and <c>outcome</c>, what the one that ran was worth in [0,1]: it is the label, and weighs
/// outcome / propensity (inverse propensity scoring), at most <see cref="InversePropensity.Most"/> times the outcome.</item>
/// <item><c>agent</c> alone: the choice is learned as it was made.</item>
/// </list>
/// </summary>
internal static class DecisionLine
{
    private const double LargestUtility = 1e6;

    /// <summary>The example of a line.</summary>
    /// <exception cref="TrainingException">A field is wrong; the message names it.</exception>
    public static TrainingExample Read(JsonElement line)
    {
        JsonFields.RequireObject(line, "the line");
        var states = StateReader.ReadStates(line);
        var group = JsonFields.Find(line, "group") is { } named ? JsonFields.Text(named, "group") : null;
        if (JsonFields.Find(line, "label") is { } label)
            return new(states, JsonFields.Agent(label, "label"), JsonFields.Find(line, "weight") is { } weight ? JsonFields.Number(weight, "weight", 0, LargestUtility) : 1, group);
        if (JsonFields.Find(line, "utilities") is { } utilities)
            return FromUtilities(states, utilities, group);
        if (JsonFields.Find(line, "agent") is not { } agent)
            throw new TrainingException("one of label, utilities or agent must be there.");
        return new(states, JsonFields.Agent(agent, "agent"), LoggedWeight(line), group);
    }

    private static double LoggedWeight(JsonElement line)
    {
        if (JsonFields.Find(line, "outcome") is not { } outcome)
            return 1;

        // Without it nobody knows how often the choice would have been made.
        var propensity = JsonFields.Number(JsonFields.Require(line, "propensity"), "propensity", 0, 1);
        if (propensity == 0)
            throw new TrainingException("propensity must be above 0 and at most 1: the choice was made.");
        return InversePropensity.Weight(JsonFields.Number(outcome, "outcome", 0, 1), propensity);
    }

    private static TrainingExample FromUtilities(IReadOnlyList<RunFeatures> states, JsonElement utilities, string? group)
    {
        JsonFields.RequireObject(utilities, "utilities");
        return BestAgent.Of(states, agent => JsonFields.Number(
            JsonFields.Require(utilities, agent.Name(), "utilities."), $"utilities.{agent.Name()}", -LargestUtility, LargestUtility), group);
    }
}
