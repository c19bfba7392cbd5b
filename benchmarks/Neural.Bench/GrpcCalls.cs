using MctsAspire.Compat.Grpc.Tests.Protos;
using MctsAspire.Protos.Meta;
using Microsoft.Extensions.DependencyInjection;
using static MctsAspire.Benchmarks.Timing;

namespace MctsAspire.Benchmarks.Neural;

/// <summary>Predictions over gRPC, and empty calls of a service that does nothing, in turn.</summary>
internal static class GrpcCalls
{
    private const int Rounds = 20;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.25);

    public static async Task<IEnumerable<(string Figure, double Value)>> MeasureAsync(Uri service, Uri echo)
    {
        var services = new ServiceCollection();
        services.AddGrpcClient<MetaController.MetaControllerClient>(options => options.Address = service);
        services.AddGrpcClient<Echo.EchoClient>(options => options.Address = echo);
        await using var provider = services.BuildServiceProvider();
        var router = provider.GetRequiredService<MetaController.MetaControllerClient>();
        var nothing = provider.GetRequiredService<Echo.EchoClient>();
        var (request, empty) = (Request(), new EchoRequest());
        if ((await router.PredictAsync(request)).Probabilities.Count == 0)
            throw new InvalidOperationException("The service has no model.");

        Func<Task> predict = async () => await router.PredictAsync(request);
        Func<Task> call = async () => await nothing.UnaryAsync(empty);
        foreach (var way in new[] { predict, call })
            await ConcurrentAsync(way, TimeSpan.FromSeconds(5));

        var (predictions, calls, added) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var (one, other) = (await SequentialAsync(predict, Turn), await SequentialAsync(call, Turn));
            added.Add(Percentile(one, 0.5) - Percentile(other, 0.5));
            predictions.AddRange(one);
            calls.AddRange(other);
        }

        return [("predict_ms", Percentile(predictions, 0.5)), ("empty_ms", Percentile(calls, 0.5)), ("added_ms", Percentile(added, 0.5))];
    }

    /// <summary>A run in its third iteration.</summary>
    private static PredictRequest Request()
    {
        var request = new PredictRequest { RunId = "benchmark", UseMcts = true };
        for (var iteration = 0; iteration < 3; iteration++)
        {
            request.States.Add(new Features
            {
                HrmConfidence = 0.3 * iteration, TrmConfidence = 0.2, ConsensusScore = 0.4, LastAgent = iteration == 0 ? "none" : "hrm", Iteration = iteration, QueryLength = 100, HasRagContext = true,
            });
        }

        return request;
    }
}
