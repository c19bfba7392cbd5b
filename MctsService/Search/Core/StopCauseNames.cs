namespace MctsAspire.MctsService.Search.Core;

/// <summary>The causes' names in answers and measurements.</summary>
internal static class StopCauseNames
{
    /// <summary>The cause's name.</summary>
    public static string Name(this StopCause cause) => cause switch
    {
        StopCause.Iterations => "iterations",
        StopCause.EarlyStop => "early_stop",
        StopCause.Exhausted => "exhausted",
        StopCause.Proven => "proven",
        StopCause.Nodes => "nodes",
        StopCause.Budget => "budget",
        StopCause.Time => "time",
        StopCause.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "Not a cause."),
    };

    /// <summary>The cause of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static StopCause Parse(string name) =>
        Array.Find(Enum.GetValues<StopCause>(), cause => cause.Name() == name) is var cause && cause.Name() == name
            ? cause
            : throw new ArgumentException($"{name} is not the name of a cause.", nameof(name));
}
