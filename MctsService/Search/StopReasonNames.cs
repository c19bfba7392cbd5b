namespace MctsAspire.MctsService.Search;

/// <summary>The reasons' names in answers and measurements.</summary>
internal static class StopReasonNames
{
    /// <summary>The reason's name.</summary>
    public static string Name(this StopReason reason) => reason switch
    {
        StopReason.Iterations => "iterations",
        StopReason.EarlyStop => "early_stop",
        StopReason.Exhausted => "exhausted",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}
