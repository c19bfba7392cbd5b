namespace Grpc.AspNetCore.HealthChecks;

/// <summary>How health is told over gRPC.</summary>
public sealed class GrpcHealthChecksOptions
{
    /// <summary>The services whose health is told. The empty name, for the whole server, is there from the start and counts every check.</summary>
    public ServiceMappingCollection Services { get; } = [];

    /// <summary>True: the last published results are told. False, the default: the checks are run for each question.</summary>
    public bool UseHealthChecksCache { get; set; }

    /// <summary>True: a Watch is left to end by itself at shutdown. False, the default: it tells NOT_SERVING and ends, so that it does not hold up the shutdown.</summary>
    public bool SuppressCompletionOnShutdown { get; set; }
}
