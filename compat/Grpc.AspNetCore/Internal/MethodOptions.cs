using System.IO.Compression;
using Grpc.Net.Client.Wire;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What holds for the methods of a service, out of the options for all services and those for this one.</summary>
internal sealed record MethodOptions(
    int? MaxReceiveMessageSize,
    int? MaxSendMessageSize,
    bool DetailedErrors,
    string? ResponseCompression,
    CompressionLevel? ResponseCompressionLevel,
    Codecs Codecs,
    IReadOnlyList<InterceptorRegistration> Interceptors)
{
    public static MethodOptions Merge(GrpcServiceOptions all, GrpcServiceOptions one)
    {
        var codecs = all.CompressionProviders.Count + one.CompressionProviders.Count == 0
            ? Codecs.Default
            : new Codecs(one.CompressionProviders.Concat(all.CompressionProviders));
        var compression = one.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm;
        if (compression is not null && compression != Names.Identity && codecs.Find(compression) is null)
            throw new InvalidOperationException($"ResponseCompressionAlgorithm is '{compression}'; use one of {codecs.Accepted}, or add a provider to CompressionProviders.");
        return new MethodOptions(
            one.MaxReceiveMessageSizeIsSet ? one.MaxReceiveMessageSize : all.MaxReceiveMessageSize,
            one.MaxSendMessageSizeIsSet ? one.MaxSendMessageSize : all.MaxSendMessageSize,
            one.EnableDetailedErrors ?? all.EnableDetailedErrors ?? false,
            compression,
            one.ResponseCompressionLevel ?? all.ResponseCompressionLevel,
            codecs,
            [.. all.Interceptors, .. one.Interceptors]);
    }
}
