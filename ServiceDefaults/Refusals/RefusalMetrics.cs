using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.ServiceDefaults.Refusals;

/// <summary>Counts the requests that the server refused before the application saw them, under the names by which the Gateway counts all others.</summary>
internal sealed class RefusalMetrics
{
    /// <summary>Stands where others have the pattern of their route.</summary>
    public const string Endpoint = "refused";

    private const string OtherMethod = "OTHER";

    private static readonly FrozenSet<string> Methods = FrozenSet.ToFrozenSet(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"], StringComparer.Ordinal);

    private readonly Counter<long> _requests;
    private readonly Counter<long> _errors;

    public RefusalMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("MctsAspire.ServiceDefaults");
        _requests = meter.CreateCounter<long>("mcts.requests", unit: null, "Total number of requests");
        _errors = meter.CreateCounter<long>("mcts.errors", unit: null, "Total number of errors");
    }

    /// <param name="method">The HTTP method, as far as one was read.</param>
    /// <param name="status">The HTTP status of the answer.</param>
    /// <param name="code">What the request was answered with.</param>
    public void Count(string? method, int status, ErrorCode code)
    {
        _requests.Add(
            1,
            new("method", method is not null && Methods.TryGetValue(method, out var known) ? known : OtherMethod),
            new("endpoint", Endpoint),
            new("status", status.ToString(CultureInfo.InvariantCulture)));
        _errors.Add(1, new KeyValuePair<string, object?>("error_type", code.ShortName));
    }
}
