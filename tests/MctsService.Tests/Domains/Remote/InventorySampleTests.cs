using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;
using MctsAspire.Testing;

namespace MctsAspire.MctsService.Tests.Domains.Remote;

public class InventorySampleTests(PythonSimulator simulator) : IClassFixture<PythonSimulator>
{
    private const int Days = 2;
    private const int Capacity = 4;
    private const double Price = 10;
    private const double Cost = 4;
    private const double Keeping = 1;

    [RequiresFact("python:" + PythonSimulator.Modules)]
    public async Task TheBestOrderIsFoundWhateverTheDemand()
    {
        await using var service = await StartAsync();
        for (var seed = 1; seed <= 24; seed++)
        {
            var demand = Demand(seed);
            var request = Request(demand, 3_000);
            request.Seed = seed;

            var response = await service.Client.SearchAsync(request);

            // Where two orders are worth almost the same, either is a good answer: half of one unit on a scale of sixty.
            var exact = Enumerable.Range(0, Capacity + 1).Select(order => Order(0, 0, order, demand)).ToArray();
            var found = int.Parse(response.Statistics.BestAction["order ".Length..], CultureInfo.InvariantCulture);
            exact[found].ShouldBeGreaterThanOrEqualTo(exact.Max() - 0.5, $"seed {seed}");
            response.Statistics.BestActionValue.ShouldBeInRange(exact.Max() - 6, exact.Max() + 1, $"seed {seed}");
        }
    }

    [RequiresFact("python:" + PythonSimulator.Modules)]
    public async Task TheSameSeedGivesTheSameBytes()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        var request = Request(Demand(seed: 3), 1_000);
        request.Shards = 2;

        var first = await one.Client.SearchAsync(request);
        var again = await other.Client.SearchAsync(request);

        Timeless.Of(again).ToByteString().ShouldBe(Timeless.Of(first).ToByteString());
        first.Statistics.PrincipalVariation[0].ShouldStartWith("order ");
        first.Statistics.PrincipalVariation[1].ShouldEndWith(" asked for");
    }

    [RequiresFact("python:" + PythonSimulator.Modules)]
    public async Task AProblemThatItRefusesSaysWhy()
    {
        await using var service = await StartAsync();

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(Request([0.5, 0.4], 10)).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldEndWith("demand must be a list of probabilities that add up to 1");
    }

    private static double[] Demand(int seed)
    {
        var random = new Random(seed);
        var weights = Enumerable.Range(0, 4).Select(_ => random.NextDouble()).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    // The exact value by working backwards.
    private static double Order(int day, int stock, int order, double[] demand)
    {
        var value = -order * Cost;
        for (var asked = 0; asked < demand.Length; asked++)
        {
            var sold = Math.Min(stock + order, asked);
            var left = stock + order - sold;
            value += demand[asked] * ((sold * Price) - (left * Keeping) + Best(day + 1, left, demand));
        }

        return value;
    }

    private static double Best(int day, int stock, double[] demand) =>
        day == Days ? 0 : Enumerable.Range(0, Capacity - stock + 1).Max(order => Order(day, stock, order, demand));

    private static SearchRequest Request(double[] demand, int iterations)
    {
        var list = string.Join(",", demand.Select(probability => probability.ToString("R", CultureInfo.InvariantCulture)));
        var request = Problems.Native(
            "remote", $$$"""{"simulator":"inventory","problem":{"days":{{{Days}}},"capacity":{{{Capacity}}},"demand":[{{{list}}}]}}""", iterations);
        request.Parallel = 32;
        return request;
    }

    private Task<SearchService> StartAsync() => SearchService.StartAsync(false, 8, ("Search:Simulators:inventory", simulator.Address));
}
