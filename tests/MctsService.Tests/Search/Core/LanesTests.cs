using FsCheck.Xunit;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Search.Core;

public sealed class LanesTests
{
    [Property(MaxTest = 500)]
    public void VectorAndScalarFindTheSameChild(int seed, byte size)
    {
        var random = new Xorshift(seed, 0);
        var children = 1 + (size % 40);
        var exploration = (float)random.NextDouble() * 3;
        using var store = new NodeStore(64, detailed: false);
        var (vector, scalar) = Best(store, children, exploration, ref random);
        vector.ShouldBe(scalar);
    }

    private static unsafe (int Vector, int Scalar) Best(NodeStore store, int children, float exploration, ref Xorshift random)
    {
        var chunks = NodeStore.ChunksFor(children);
        var block = store.Block(store.Allocate(chunks, children));
        for (var i = 0; i < children; i++)
        {
            // Unvisited, ruled out, and values of few kinds, so that there are ties.
            var kind = random.NextBelow(8);
            block[i / Chunk.Lanes].Mean[i % Chunk.Lanes] =
                kind == 0 ? float.PositiveInfinity : kind == 1 ? float.NegativeInfinity : random.NextBelow(4) / 4f;
            block[i / Chunk.Lanes].Spread[i % Chunk.Lanes] = kind < 2 ? 0 : 1f / (1 + random.NextBelow(3));
        }

        var vector = VectorLanes.Best(block, chunks, exploration, out var vectorLane);
        var scalar = ScalarLanes.Best(block, chunks, exploration, out var scalarLane);
        return (((int)(vector - block) * Chunk.Lanes) + (int)vectorLane, ((int)(scalar - block) * Chunk.Lanes) + (int)scalarLane);
    }
}
