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
        StopCause.Time => "time",
        StopCause.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "Not a cause."),
    };
}
