using Grpc.Core;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Telemetry;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Searches;

/// <summary>
/// Runs a search on any replica of MctsService. A search is a pure function of its request, so one that is lost with its replica is
/// begun anew on the next one and gives what it would have given.
/// </summary>
internal sealed partial class SearchRunner(Mcts.MctsClient client, IOptions<OrchestratorOptions> options, TimeProvider time, ILogger<SearchRunner> logger)
{
    /// <summary>Runs a search to its end.</summary>
    /// <param name="request">The search.</param>
    /// <param name="report">Takes reports on the way; they count from the start again when the search is begun anew.</param>
    /// <param name="cancellationToken">Cancels the search, on the replica as well.</param>
    /// <exception cref="ServiceUnavailableException">No replica brought it to an end.</exception>
    /// <exception cref="FrameworkException">The search failed.</exception>
    public async Task<SearchResponse> RunAsync(SearchRequest request, Action<SearchProgress> report, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromMilliseconds(options.Value.SearchRetryMilliseconds);
        for (var attempt = 1; ; attempt++, wait *= 2)
        {
            try
            {
                return await AttemptAsync(request, report, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && attempt < options.Value.SearchAttempts && IsLost(failure))
            {
                LogLost(attempt, failure.Message);
                OrchestratorTelemetry.SearchRetries.Add(1);
                await Task.Delay(wait, time, cancellationToken);
            }
            catch (Exception failure) when (cancellationToken.IsCancellationRequested && failure is RpcException or FrameworkException)
            {
                throw new OperationCanceledException("The search was cancelled.", failure, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is not FrameworkException && IsLost(failure))
            {
                throw new ServiceUnavailableException("The search service can't be reached. Ask again soon.", innerException: failure);
            }
        }
    }

    private async Task<SearchResponse> AttemptAsync(SearchRequest request, Action<SearchProgress> report, CancellationToken cancellationToken)
    {
        using var call = client.StreamSearch(request, new CallOptions(cancellationToken: cancellationToken));
        SearchResponse? result = null;
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            var current = call.ResponseStream.Current;
            if (current.EventCase == SearchEvent.EventOneofCase.Progress)
                report(current.Progress);
            else if (current.EventCase == SearchEvent.EventOneofCase.Result)
                result = current.Result;
        }

        return result ?? throw new ServiceUnavailableException("The search service ended a search without its result. Ask again soon.");
    }

    // The replica went away, before the search or in the middle of it. A search that failed by itself would fail again.
    private static bool IsLost(Exception failure) => failure switch
    {
        ServiceUnavailableException => true,

        // A failure that the service itself reports carries its code; this one is the connection's.
        InternalErrorException { InnerException: RpcException rpc } => rpc.Trailers.GetValue("error-code") is null,
        RpcException rpc => rpc.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled,
        OperationCanceledException or IOException or HttpRequestException => true,
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "A search was lost in attempt {Attempt}; the next replica begins it anew: {Reason}")]
    private partial void LogLost(int attempt, string reason);
}
