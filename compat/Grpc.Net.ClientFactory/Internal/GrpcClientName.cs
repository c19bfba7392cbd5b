namespace Grpc.Net.ClientFactory.Internal;

/// <summary>Marks the name of an HTTP client as one of a gRPC client.</summary>
internal sealed record GrpcClientName(string Name);
