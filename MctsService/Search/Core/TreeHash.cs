using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>SHA-256 over the numbers of a tree, little-endian, as they are put in.</summary>
internal sealed class TreeHash : IDisposable
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[1 << 15];
    private int _buffered;

    /// <summary>Takes a number in.</summary>
    public void Put(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);
    }

    /// <summary>Takes a number in.</summary>
    public void Put(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);
    }

    /// <summary>The hash of all that was put in, in lower-case hexadecimal.</summary>
    public string Finish()
    {
        _sha.AppendData(_buffer, 0, _buffered);
        _buffered = 0;
        return Convert.ToHexStringLower(_sha.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => _sha.Dispose();

    private Span<byte> Take(int bytes)
    {
        if (_buffered > _buffer.Length - bytes)
        {
            _sha.AppendData(_buffer, 0, _buffered);
            _buffered = 0;
        }

        var free = _buffer.AsSpan(_buffered, bytes);
        _buffered += bytes;
        return free;
    }
}
