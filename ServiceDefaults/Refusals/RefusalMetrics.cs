using System.Diagnostics.Metrics;
using System.Globalization;

namespace MctsAspire.ServiceDefaults.Refusals;

/// <summary>Counts the requests that the server refused before the application saw them, under the names by which the Gateway counts all others.</summary>
internal sealed class RefusalMetrics
{
    /// <summary>Stands where others have the pattern of their route.</summary>
    public const string Endpoint = "refused";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _errors;

    public RefusalMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("MctsAspire.ServiceDefaults");
        _requests = meter.CreateCounter<long>("mcts.requests", unit: null, "Total number of requests");
        _errors = meter.CreateCounter<long>("mcts.errors", unit: null, "Total number of errors");
    }

    /// <param name="refusal">What was refused.</param>
    public void Count(Refusal refusal)
    {
        _requests.Add(1, new("method", refusal.Method), new("endpoint", Endpoint), new("status", refusal.Status.ToString(CultureInfo.InvariantCulture)));
        _errors.Add(1, new KeyValuePair<string, object?>("error_type", refusal.Code.ShortName));
    }
}
