using Google.Protobuf;
using Grpc.Core;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Domains.Remote;

/// <summary>The calls of one shard to a simulator: by the journal, with a deadline, and with the failures of the error model.</summary>
/// <param name="name">The simulator's name.</param>
/// <param name="client">The simulator; not asked for when the journal answers.</param>
/// <param name="journal">The door by which the calls are made.</param>
/// <param name="traces">Keeps the later calls out of the search's trace.</param>
/// <param name="timeout">How long a call may take.</param>
/// <param name="time">What the time counts by.</param>
internal sealed class SimulatorCalls(string name, Func<Simulator.SimulatorClient> client, CallJournal journal, CallTraces traces, TimeSpan timeout, TimeProvider time)
{
    private const int LongestDetail = 500;

    /// <summary>The simulator's name.</summary>
    public string Name => name;

    /// <inheritdoc cref="Simulator.SimulatorClient.StartAsync(StartRequest, CallOptions)"/>
    public Task<StartResponse> StartAsync(StartRequest request, CancellationToken cancellationToken) =>
        AskAsync("Start", request, StartResponse.Parser, options => client().StartAsync(request, options), cancellationToken);

    /// <inheritdoc cref="Simulator.SimulatorClient.ExpandAsync(ExpandRequest, CallOptions)"/>
    public Task<ExpandResponse> ExpandAsync(ExpandRequest request, CancellationToken cancellationToken) =>
        AskAsync("Expand", request, ExpandResponse.Parser, options => client().ExpandAsync(request, options), cancellationToken);

    /// <inheritdoc cref="Simulator.SimulatorClient.StepAsync(StepRequest, CallOptions)"/>
    public Task<StepResponse> StepAsync(StepRequest request, CancellationToken cancellationToken) =>
        AskAsync("Step", request, StepResponse.Parser, options => client().StepAsync(request, options), cancellationToken);

    /// <inheritdoc cref="Simulator.SimulatorClient.RolloutAsync(RolloutRequest, CallOptions)"/>
    public Task<RolloutResponse> RolloutAsync(RolloutRequest request, CancellationToken cancellationToken) =>
        AskAsync("Rollout", request, RolloutResponse.Parser, options => client().RolloutAsync(request, options), cancellationToken);

    private async Task<TResponse> AskAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, Func<CallOptions, AsyncUnaryCall<TResponse>> call, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>
    {
        var sequence = journal.Number();
        traces.Enter(sequence);
        return await journal.AskAsync(sequence, method, () => request, parser, CallAsync).ConfigureAwait(false);

        async Task<TResponse> CallAsync()
        {
            try
            {
                using var running = call(new CallOptions(deadline: time.GetUtcNow().UtcDateTime + timeout, cancellationToken: cancellationToken));
                return await running.ConfigureAwait(false);
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(error.Message, error, cancellationToken);
            }
            catch (RpcException error)
            {
                throw Translate(method, error);
            }
        }
    }

    private FrameworkException Translate(string method, RpcException error) => error.StatusCode switch
    {
        StatusCode.InvalidArgument when method == "Start" => new ValidationException("problem.problem", $"was refused by the simulator {name}: {Detail(error)}", error),
        StatusCode.Unavailable => new ServiceUnavailableException(
            $"The simulator {name} can't be reached. Start it, or set its address in Search:Simulators:{name}.", null, error),
        StatusCode.DeadlineExceeded => new OperationTimeoutException(
            $"The simulator {name} did not answer {method} within {timeout.TotalSeconds:0} s. Ask with a smaller parallel, or raise Search:SimulatorTimeoutSeconds.", error),
        StatusCode.Unimplemented => new MctsException($"The simulator {name} does not implement mcts.v1.Simulator/{method}.", error),
        StatusCode.ResourceExhausted => new MctsException(
            $"The simulator {name} and the search exchanged a message over {SimulatorDirectory.MaxMessageBytes >> 20} MiB in {method}. Make its states smaller, or ask with a smaller parallel.", error),
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.NotFound or StatusCode.OutOfRange =>
            new MctsException($"The simulator {name} refused {method}: {Detail(error)}", error),
        var status => new MctsException($"The simulator {name} failed in {method} with the status {status}. Its own log says why.", error),
    };

    // What the simulator says to who asked, on one line and of bounded length.
    private static string Detail(RpcException error)
    {
        var detail = string.Join(' ', (error.Status.Detail ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return detail.Length <= LongestDetail ? detail : detail[..LongestDetail];
    }
}
