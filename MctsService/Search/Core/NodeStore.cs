using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// The memory of one tree: chunks in one block outside the managed heap, and beside it what only some searches need of a child
/// (<see cref="Detail"/>). Chunk 0 holds the root in lane 0 and nothing else. Addresses hold until <see cref="Reserve"/>.
/// </summary>
internal sealed unsafe class NodeStore : IDisposable
{
    /// <summary>Links count in cache lines, so that an address is a shift away.</summary>
    public const nuint LineBytes = 64;

    private const int LinesPerChunk = Chunk.Bytes / (int)LineBytes;
    private const int SmallestCapacity = 64;

    private const int ChunksKept = 1 << 18;

    [ThreadStatic]
    private static NodeStore? t_spare;

    private readonly bool _detailed;
    private int _allocated;
    private Chunk* _chunks;
    private Detail* _details;

    /// <summary>Reserves memory for a tree.</summary>
    /// <param name="capacity">Chunks to begin with.</param>
    /// <param name="detailed">Whether children have a <see cref="Detail"/>.</param>
    public NodeStore(int capacity, bool detailed)
    {
        _detailed = detailed;
        Resize(Math.Max(capacity, SmallestCapacity));
        Clear();
    }

    /// <inheritdoc/>
    ~NodeStore() => Free();

    /// <summary>Chunks that this tree has reserved. It follows from the tree alone; a store that is used again may hold more.</summary>
    public int Capacity { get; private set; }

    /// <summary>Chunks in use.</summary>
    public int Used { get; private set; }

    /// <summary>Whether children have a <see cref="Detail"/>.</summary>
    public bool IsDetailed => _detailed;

    /// <summary>Bytes reserved for a child.</summary>
    public int BytesPerChild => BytesPerChunk(_detailed) / Chunk.Lanes;

    /// <summary>Bytes reserved for a chunk.</summary>
    public static int BytesPerChunk(bool detailed) => Chunk.Bytes + (detailed ? Chunk.Lanes * sizeof(Detail) : 0);

    /// <summary>The first chunk, which holds the root.</summary>
    public Chunk* Chunks
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _chunks;
    }

    /// <summary>The details of the first chunk's lanes, of the second's, and so on.</summary>
    public Detail* Details
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _details;
    }

    /// <summary>The chunks that a link leads to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Chunk* Block(int link) => (Chunk*)((byte*)_chunks + ((nuint)(uint)link * LineBytes));

    /// <summary>The details of the children that a link leads to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Detail* BlockDetails(int link) => _details + ((nuint)(uint)link / LinesPerChunk * Chunk.Lanes);

    /// <summary>Chunks that hold this many children.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ChunksFor(int children) => (children + Chunk.Lanes - 1) / Chunk.Lanes;

    /// <summary>The most chunks of one of a search's shards.</summary>
    public static int LimitOf(long maxNodes, int shards) => (int)Math.Clamp(maxNodes / shards / Chunk.Lanes, 1, int.MaxValue / LinesPerChunk);

    /// <summary>A store without details for a tree of that many iterations: the thread's last one, whose memory is warm, or a new one.</summary>
    public static NodeStore Rent(int iterations, int largestBlock, int limit)
    {
        // Three nodes in ten get children; a tree with more of them grows.
        var wanted = (int)Math.Min(limit, 1 + ((long)iterations * largestBlock * 31 / 100));
        if (t_spare is not { } spare || spare._allocated < wanted || spare._allocated > Math.Max(limit, SmallestCapacity))
            return new NodeStore(wanted, detailed: false);

        t_spare = null;
        spare.Capacity = Math.Max(wanted, SmallestCapacity);
        spare.Clear();
        return spare;
    }

    /// <summary>Gives a store back. A thread keeps one, unless it is large.</summary>
    public static void Return(NodeStore store)
    {
        if (t_spare is null && !store._detailed && store._allocated <= ChunksKept)
            t_spare = store;
        else
            store.Dispose();
    }

    /// <summary>Forgets the tree and keeps its memory.</summary>
    public void Clear()
    {
        Used = 0;
        Allocate(1, 0);
        if (_detailed)
            _details[0] = Detail.Unknown;
    }

    /// <summary>Makes sure that this many chunks can be allocated: the only moment when addresses change.</summary>
    /// <param name="chunks">Chunks wanted.</param>
    /// <param name="limit">The most chunks that may be reserved in all.</param>
    /// <returns>False when that would pass the limit.</returns>
    public bool Reserve(int chunks, int limit)
    {
        var wanted = (long)Used + chunks;
        if (wanted <= Capacity)
            return true;
        if (wanted > limit)
            return false;

        Resize((int)Math.Min(limit, Math.Max(wanted, Capacity + ((long)Capacity / 2))));
        return true;
    }

    /// <summary>Takes the next chunks for the children of a node, all unvisited; the memory must have been reserved.</summary>
    /// <returns>The link to the first.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Allocate(int chunks, int children)
    {
        var first = Used;
        Used = first + chunks;
        for (var i = 0; i < chunks; i++, children -= Chunk.Lanes)
            Prepare(_chunks + first + i, children);
        return first * LinesPerChunk;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prepare(Chunk* chunk, int children)
    {
        var lanes = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(children));
        var means = Vector256.ConditionalSelect(lanes.AsSingle(), Vector256.Create(float.PositiveInfinity), Vector256.Create(float.NegativeInfinity));
        means.Store(chunk->Mean);
        Vector256<float>.Zero.Store(chunk->Spread);
        Vector256<int>.Zero.Store(chunk->Link);
        Vector256<int>.Zero.Store(chunk->Visits);
        Vector256<double>.Zero.Store(chunk->Sum);
        Vector256<double>.Zero.Store(chunk->Sum + Vector256<double>.Count);
    }

    private void Resize(int capacity)
    {
        Capacity = capacity;
        if (capacity <= _allocated)
            return;

        _allocated = capacity;
        _chunks = (Chunk*)NativeMemory.AlignedRealloc(_chunks, (nuint)capacity * Chunk.Bytes, LineBytes);
        if (_detailed)
            _details = (Detail*)NativeMemory.AlignedRealloc(_details, (nuint)capacity * Chunk.Lanes * (nuint)sizeof(Detail), LineBytes);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_chunks);
        NativeMemory.AlignedFree(_details);
        _chunks = null;
        _details = null;
    }
}
