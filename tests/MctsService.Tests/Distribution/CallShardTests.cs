using Grpc.Core;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Distribution;

public class CallShardTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task AShardThatWaitsForItsFirstCallGivesSignsOfLife()
    {
        await using var service = await SearchService.StartAsync();
        service.Reasoning.BlockAfter(evaluations: 0);
        using var call = service.Client.RunShard(new RunShardRequest { Search = Problems.Request(20, 0.2, 0.9), Shards = 1 });

        for (var beat = 0; beat < 3; beat++)
        {
            (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience)).ShouldBeTrue();
            call.ResponseStream.Current.Progress.Iterations.ShouldBe(0);
        }
    }
}
