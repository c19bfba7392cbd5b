namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>Which of the framework's meters <c>/metrics</c> shows, beside the service's own and the runtime's.</summary>
internal sealed class CollectedMeters
{
    /// <summary>Times every request, by <c>http.server.request.duration</c>.</summary>
    public const string Hosting = "Microsoft.AspNetCore.Hosting";

    /// <summary>Counts connections.</summary>
    public const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>Their names.</summary>
    public HashSet<string> Framework { get; } = new(StringComparer.Ordinal) { Hosting, Kestrel };
}
