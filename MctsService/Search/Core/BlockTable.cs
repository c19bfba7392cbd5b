using System.Runtime.InteropServices;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// Where the children of a state are, by the state's key: open addressing with linear probing, outside the managed heap. Keys are kept
/// whole, so that two states are never taken for one.
/// </summary>
internal sealed unsafe class BlockTable : IDisposable
{
    private const int SmallestBits = 10;

    private Entry* _entries;
    private int _bits = SmallestBits;
    private int _count;

    public BlockTable() => _entries = Reserve(_bits);

    /// <inheritdoc/>
    ~BlockTable() => NativeMemory.Free(_entries);

    /// <summary>Bytes reserved.</summary>
    public long Bytes => (1L << _bits) * sizeof(Entry);

    /// <summary>The link to the children of the state with this key, if it is known.</summary>
    public bool TryGet(ulong key, out int link)
    {
        link = Find(key)->Link;
        return link != 0;
    }

    /// <summary>Remembers the link of a state that isn't known yet; neither the key nor the link is 0.</summary>
    public void Add(ulong key, int link)
    {
        if (2L * ++_count > 1L << _bits)
            Grow();
        *Find(key) = new Entry { Key = key, Link = link };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_entries);
        _entries = null;
        GC.SuppressFinalize(this);
    }

    private static Entry* Reserve(int bits) => (Entry*)NativeMemory.AllocZeroed((nuint)1 << bits, (nuint)sizeof(Entry));

    // The key's entry, or the empty one where it belongs.
    private Entry* Find(ulong key)
    {
        var mask = (1UL << _bits) - 1;
        for (var at = (key * 0x9E37_79B9_7F4A_7C15) >> (64 - _bits); ; at = (at + 1) & mask)
        {
            if (_entries[at].Link == 0 || _entries[at].Key == key)
                return _entries + at;
        }
    }

    private void Grow()
    {
        var full = _entries;
        var old = new Span<Entry>(full, 1 << _bits);
        _entries = Reserve(++_bits);
        foreach (var entry in old)
        {
            if (entry.Link != 0)
                *Find(entry.Key) = entry;
        }

        NativeMemory.Free(full);
    }

    private struct Entry
    {
        public ulong Key;
        public int Link;
    }
}
