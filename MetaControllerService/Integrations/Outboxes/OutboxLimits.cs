namespace MctsAspire.MetaControllerService.Integrations.Outboxes;

/// <summary>How much an outbox keeps. When there is more, its oldest segment goes: what is newest is worth most.</summary>
/// <param name="MaximumBytes">Bytes of all segments; the newest segment stays whatever its size.</param>
/// <param name="SegmentBytes">Bytes behind which a new segment begins.</param>
internal sealed record OutboxLimits(long MaximumBytes = 64 * 1024 * 1024, int SegmentBytes = 1024 * 1024)
{
    /// <summary>Bytes of a line at most.</summary>
    public const int LongestLine = 1024 * 1024;

    /// <summary>Records that may wait to be written.</summary>
    public const int Waiting = 4096;
}
