using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Net.Client.Wire;

/// <summary>The compressions that one side of a call can do.</summary>
internal sealed class Codecs
{
    private readonly ICompressionProvider[] _providers;

    /// <summary>gzip and deflate, and the providers given, which replace those of the same name.</summary>
    public Codecs(IEnumerable<ICompressionProvider> providers)
    {
        ICompressionProvider[] builtIn = [new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Fastest)];
        _providers = [.. providers.Concat(builtIn).DistinctBy(provider => provider.EncodingName, StringComparer.Ordinal)];
        Accepted = string.Join(',', _providers.Select(provider => provider.EncodingName).Prepend(Names.Identity));
    }

    public static Codecs Default { get; } = new([]);

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public string Accepted { get; }

    /// <summary>The provider of a name; null when there is none, and for identity.</summary>
    public ICompressionProvider? Find(string? name)
    {
        foreach (var provider in _providers)
        {
            if (provider.EncodingName == name)
                return provider;
        }

        return null;
    }

    /// <summary>Appends the compressed form of a message.</summary>
    public static void Compress(ICompressionProvider provider, CompressionLevel? level, ReadOnlySpan<byte> message, PooledWriter target)
    {
        using var sink = new PooledWriterStream(target);
        using var stream = provider.CreateCompressionStream(sink, level);
        stream.Write(message);
    }

    /// <summary>Gives back a compressed message, and stops as soon as it is larger than the limit.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: larger than the limit. INTERNAL: not compressed in this way.</exception>
    public static PooledWriter Decompress(ICompressionProvider provider, ReadOnlySequence<byte> message, int? maxSize)
    {
        var target = new PooledWriter((int)Math.Min(message.Length * 2, 64 * 1024));
        try
        {
            using var source = new SequenceStream(message);
            using var stream = provider.CreateDecompressionStream(source);
            while (stream.Read(target.GetSpan()) is var count and > 0)
            {
                target.Advance(count);
                if (target.WrittenCount > maxSize || target.WrittenCount > Array.MaxLength / 2)
                    throw new RpcException(Frames.TooLarge(maxSize));
            }

            return target;
        }
        catch (Exception error)
        {
            target.Dispose();
            throw error is InvalidDataException or IOException
                ? new RpcException(new Status(StatusCode.Internal, $"A message is not valid {provider.EncodingName}.", error))
                : error;
        }
    }
}
