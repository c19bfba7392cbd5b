using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>What a controller learns from: the states of a run so far, and the agent that should have come next.</summary>
/// <param name="States">The states, oldest first, at least one.</param>
/// <param name="Label">The agent to choose.</param>
/// <param name="Weight">How much the example counts among the others, 0 or more: what the right choice is worth.</param>
/// <param name="Group">The run or the task that it is of; null: of none. All of a group are for training, or none.</param>
internal sealed record TrainingExample(IReadOnlyList<RunFeatures> States, Agent Label, double Weight = 1, string? Group = null)
{
    /// <summary>States that are looked at; older ones of a longer run are left out.</summary>
    public const int MostStates = 100;
}
