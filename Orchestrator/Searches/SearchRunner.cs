using Grpc.Core;
using MctsAspire.Orchestrator.Budgets;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Orchestrator.Telemetry;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Searches;

/// <summary>
/// Asks any replica of MctsService. A search is a pure function of its request, so one that is lost with its replica is begun anew on the
/// next one and gives what it would have given; so is the verification of one.
/// </summary>
internal sealed partial class SearchRunner(
    Mcts.MctsClient client, IterationLedger ledger, IConfiguration configuration, IOptions<OrchestratorOptions> options, TimeProvider time, ILogger<SearchRunner> logger)
{
    private readonly int _replicas = Math.Max(1, configuration.GetSection("services:mcts:grpc").GetChildren().Count());

    // A search can't be stopped before its replica knows it, nor while it is begun anew.
    private static readonly TimeSpan StopPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a search to its end.</summary>
    /// <param name="request">The search.</param>
    /// <param name="report">Takes reports on the way; they count from the start again when the search is begun anew.</param>
    /// <param name="stopping">When it completes, the search ends with what it has found.</param>
    /// <param name="cancellationToken">Cancels the search, on the replica as well.</param>
    /// <exception cref="ServiceUnavailableException">No replica brought it to an end.</exception>
    /// <exception cref="BudgetException">The client has too few iterations left on this day.</exception>
    /// <exception cref="FrameworkException">The search failed.</exception>
    public Task<SearchResponse> RunAsync(SearchRequest request, Action<SearchProgress> report, Task stopping, CancellationToken cancellationToken) =>
        ledger.RunAsync(request, report, told => RetryAsync(token => AttemptAsync(request, told, stopping, token), cancellationToken), cancellationToken);

    /// <summary>Runs a bundle again and compares.</summary>
    /// <exception cref="FrameworkException">It could not be run.</exception>
    public Task<VerifyResponse> VerifyAsync(VerifyRequest request, CancellationToken cancellationToken) => RetryAsync(
        async token =>
        {
            using var call = client.VerifyAsync(request, new CallOptions(cancellationToken: token));
            return await call.ResponseAsync;
        },
        cancellationToken);

    /// <summary>Lists what can be searched.</summary>
    /// <exception cref="FrameworkException">No replica could be asked.</exception>
    public Task<ListDomainsResponse> ListDomainsAsync(CancellationToken cancellationToken) => RetryAsync(
        async token =>
        {
            using var call = client.ListDomainsAsync(new ListDomainsRequest(), new CallOptions(cancellationToken: token));
            return await call.ResponseAsync;
        },
        cancellationToken);

    private async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromMilliseconds(options.Value.SearchRetryMilliseconds);
        var (number, shed) = (1, 0);
        while (true)
        {
            try
            {
                return await attempt(cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && number < options.Value.SearchAttempts && IsLost(failure))
            {
                LogLost(number, failure.Message);
                OrchestratorTelemetry.SearchRetries.Add(1);
                await Task.Delay(wait, time, cancellationToken);
                (number, wait) = (number + 1, wait * 2);
            }
            catch (RateLimitException) when (!cancellationToken.IsCancellationRequested && ++shed < _replicas)
            {
                // The calls go round: another replica may have room.
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

    private async Task<SearchResponse> AttemptAsync(SearchRequest request, Action<SearchProgress> report, Task stopping, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var call = client.StreamSearch(request, new CallOptions(cancellationToken: cancellationToken));
        var stop = StopAsync(request.RunId, stopping, ended.Token);
        try
        {
            return await ReadAsync(call, report, cancellationToken);
        }
        catch (ValidationException refusal) when (request.Reasoning is not null && OwnFault.Is(refusal))
        {
            throw OwnFault.Of(refusal);
        }
        finally
        {
            await ended.CancelAsync();
            await stop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<SearchResponse> ReadAsync(AsyncServerStreamingCall<SearchEvent> call, Action<SearchProgress> report, CancellationToken cancellationToken)
    {
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

    private async Task StopAsync(string runId, Task stopping, CancellationToken ended)
    {
        await stopping.WaitAsync(ended);
        while (!await TryStopAsync(runId, ended))
            await Task.Delay(StopPause, time, ended);
    }

    private async Task<bool> TryStopAsync(string runId, CancellationToken ended)
    {
        try
        {
            using var call = client.StopSearchAsync(new StopSearchRequest { RunId = runId }, new CallOptions(cancellationToken: ended));
            await call.ResponseAsync;
            return true;
        }
        catch (Exception failure) when (failure is RpcException or FrameworkException && !ended.IsCancellationRequested)
        {
            return false;
        }
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "A replica was lost in attempt {Attempt}; the next one begins the work anew: {Reason}")]
    private partial void LogLost(int attempt, string reason);
}
