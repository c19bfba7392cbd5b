using System.Numerics;
using System.Runtime.InteropServices;

namespace MctsAspire.Neural.Gradients;

/// <summary>
/// Which values dropout sets to zero: a hash of a key and the value's index decides, so that the backward pass finds the same ones without
/// storing them, and parts can be computed in any order. The hash is MurmurHash3's finalizer with the key's halves mixed in.
/// </summary>
/// <param name="key">Random bits, new for each use.</param>
/// <param name="probability">Share of values that are dropped: at least 0, below 1.</param>
internal readonly struct DropoutMask(ulong key, double probability)
{
    private readonly uint _first = (uint)key;
    private readonly uint _second = (uint)(key >> 32);
    private readonly uint _threshold = (uint)(probability * uint.MaxValue);
    private readonly float _scale = (float)(1 / (1 - probability));

    /// <summary>Adds to <paramref name="target"/> the values that are kept, scaled by 1 / (1 - probability).</summary>
    /// <param name="start">Index of the first value, which the hash looks at.</param>
    /// <param name="source">The values.</param>
    /// <param name="target">As many sums.</param>
    public void Add(int start, ReadOnlySpan<float> source, Span<float> target)
    {
        var sources = MemoryMarshal.Cast<float, Vector<float>>(source);
        var targets = MemoryMarshal.Cast<float, Vector<float>>(target);
        var index = Vector<uint>.Indices + new Vector<uint>((uint)start);
        for (var i = 0; i < sources.Length; i++)
        {
            var bits = index + new Vector<uint>(_first);
            bits = (bits ^ (bits >>> 16)) * new Vector<uint>(0x85EBCA6B);
            bits += new Vector<uint>(_second);
            bits = (bits ^ (bits >>> 13)) * new Vector<uint>(0xC2B2AE35);
            bits ^= bits >>> 16;
            var keep = Vector.GreaterThanOrEqual(bits, new Vector<uint>(_threshold));
            targets[i] += Vector.ConditionalSelect(Vector.AsVectorSingle(keep), sources[i] * new Vector<float>(_scale), Vector<float>.Zero);
            index += new Vector<uint>((uint)Vector<uint>.Count);
        }

        for (var i = sources.Length * Vector<float>.Count; i < source.Length; i++)
        {
            if (Keeps((uint)(start + i))) target[i] += source[i] * _scale;
        }
    }

    private bool Keeps(uint index)
    {
        var bits = index + _first;
        bits = (bits ^ (bits >> 16)) * 0x85EBCA6B;
        bits += _second;
        bits = (bits ^ (bits >> 13)) * 0xC2B2AE35;
        return (bits ^ (bits >> 16)) >= _threshold;
    }
}
