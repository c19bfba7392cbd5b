using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using MctsAspire.Protos.Mcts;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MctsAspire.MctsService.Tests.Domains.Remote;

/// <summary>
/// A simulator of one heap of stones, from which players take one to three in turn: who takes the last wins 10 and every other loses 10.
/// The problem is the number of stones. Tests may spoil its answers.
/// </summary>
internal sealed class NimSimulator : Simulator.SimulatorBase, IAsyncDisposable
{
    private WebApplication? _app;

    public int Players { get; init; } = 2;

    /// <summary>Runs before each answer.</summary>
    public Func<string, ServerCallContext, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Changes an answer before it leaves.</summary>
    public Action<IMessage> Spoil { get; set; } = _ => { };

    /// <summary>The calls, as method and number of states.</summary>
    public ConcurrentQueue<(string Method, int States)> Calls { get; } = [];

    public string Address => _app!.Urls.Single();

    public static async Task<NimSimulator> StartAsync(int players = 2)
    {
        var simulator = new NimSimulator { Players = players };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, FreePort.Next(), endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(simulator);
        simulator._app = builder.Build();
        simulator._app.MapGrpcService<NimSimulator>();
        await simulator._app.StartAsync();
        return simulator;
    }

    public override Task<StartResponse> Start(StartRequest request, ServerCallContext context)
    {
        if (!int.TryParse(request.Problem.ToStringUtf8(), out var stones) || stones < 1)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "the problem must be a number of stones"));
        return AnswerAsync(context, "Start", 1, new StartResponse
        {
            Name = "nim",
            Players = Players,
            ReturnsLow = -10,
            ReturnsHigh = 10,
            Start = At(stones, 0),
            StartText = $"{stones} stones",
            Context = ByteString.CopyFromUtf8("nim"),
            Rollouts = { "random", "evaluator" },
        });
    }

    public override Task<ExpandResponse> Expand(ExpandRequest request, ServerCallContext context) =>
        AnswerAsync(context, "Expand", request.States.Count, new ExpandResponse
        {
            States =
            {
                request.States.Select(state => new Choices
                {
                    Choices_ = { Enumerable.Range(1, Math.Min(3, Read(state).Stones)).Select(take => new Choice { Label = $"take {take}", Weight = 1 }) },
                }),
            },
        });

    public override Task<StepResponse> Step(StepRequest request, ServerCallContext context) =>
        AnswerAsync(context, "Step", request.Moves.Count, new StepResponse
        {
            Positions =
            {
                request.Moves.Select(move =>
                {
                    var (stones, mover) = Read(move.State);
                    return At(stones - 1 - move.Choice, (mover + 1) % Players);
                }),
            },
        });

    public override Task<RolloutResponse> Rollout(RolloutRequest request, ServerCallContext context) =>
        AnswerAsync(context, "Rollout", request.Starts.Count, new RolloutResponse
        {
            Values = { request.Starts.Select(start => new Valuation { Returns = { PlayOut(start, request.Policy) }, Deterministic = request.Policy == "evaluator" }) },
        });

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private static (int Stones, int Mover) Read(ByteString state)
    {
        var parts = state.ToStringUtf8().Split(':');
        return (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    // Who moves where no stone is left has seen another take the last one.
    private Position At(int stones, int mover)
    {
        var position = new Position { State = ByteString.CopyFromUtf8($"{stones}:{mover}"), Mover = mover, Terminal = stones == 0 };
        if (stones == 0)
            position.Returns.AddRange(Won((mover + Players - 1) % Players));
        return position;
    }

    private IEnumerable<double> Won(int winner) => Enumerable.Range(0, Players).Select(player => player == winner ? 10.0 : -10.0);

    private IEnumerable<double> PlayOut(RolloutStart start, string policy)
    {
        if (policy == "evaluator")
            return Enumerable.Repeat(0.0, Players);

        var random = new Random((int)(start.Seed % int.MaxValue));
        var (stones, mover) = Read(start.State);
        while (stones > 0)
        {
            stones -= random.Next(1, Math.Min(3, stones) + 1);
            mover = (mover + 1) % Players;
        }

        return Won((mover + Players - 1) % Players);
    }

    private async Task<T> AnswerAsync<T>(ServerCallContext context, string method, int states, T answer)
        where T : IMessage
    {
        Calls.Enqueue((method, states));
        await Before(method, context);
        Spoil(answer);
        return answer;
    }
}
