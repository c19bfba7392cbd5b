using MctsAspire.AppHost.Settings;

namespace MctsAspire.AppHost.Publishing;

/// <summary>Ports in a cluster, where every service has an address of its own and so the same ports.</summary>
internal static class ClusterPorts
{
    /// <summary>HTTP/1.1.</summary>
    public const int Http = 8080;

    /// <summary>gRPC.</summary>
    public const int Grpc = 8081;

    /// <summary>The port of an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The port that its container listens on.</returns>
    /// <exception cref="AppException">The model does not say.</exception>
    public static int Of(EndpointAnnotation endpoint) => endpoint.Name switch
    {
        "http" => Http,
        "grpc" => Grpc,
        _ => endpoint.TargetPort ?? throw new AppException($"the endpoint {endpoint.Name} needs a target port to be published; give it one in the model."),
    };
}
