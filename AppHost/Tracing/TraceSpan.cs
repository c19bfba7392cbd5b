namespace MctsAspire.AppHost.Tracing;

/// <summary>One span of a trace.</summary>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="ParentId">The span that it belongs to; null for none.</param>
/// <param name="Service">The service that did the work.</param>
/// <param name="Name">What was done.</param>
/// <param name="Start">When it began, in nanoseconds since 1970.</param>
/// <param name="End">When it ended.</param>
/// <param name="Failed">Whether it failed.</param>
/// <param name="IsCall">Whether it is a gRPC call of another service of the app, which has a span of its own below it.</param>
internal sealed record TraceSpan(string Id, string? ParentId, string Service, string Name, ulong Start, ulong End, bool Failed, bool IsCall)
{
    /// <summary>How long it took, in milliseconds.</summary>
    public double Milliseconds => End < Start ? 0 : (End - Start) / 1e6;
}
