using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>A way to compress messages.</summary>
public interface ICompressionProvider
{
    /// <summary>Its name in <c>grpc-encoding</c>, e.g. <c>gzip</c>.</summary>
    string EncodingName { get; }

    /// <summary>A stream that compresses what is written to it.</summary>
    /// <param name="stream">Takes the compressed bytes; it stays open.</param>
    /// <param name="compressionLevel">How hard to try; null for the provider's own level.</param>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>A stream that gives back what was compressed.</summary>
    /// <param name="stream">Gives the compressed bytes.</param>
    Stream CreateDecompressionStream(Stream stream);
}
