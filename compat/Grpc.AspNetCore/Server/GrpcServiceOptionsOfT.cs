namespace Grpc.AspNetCore.Server;

/// <summary>How one service is served. What is set here goes before what is set for all services; interceptors run after those for all.</summary>
/// <typeparam name="TService">The service.</typeparam>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}
