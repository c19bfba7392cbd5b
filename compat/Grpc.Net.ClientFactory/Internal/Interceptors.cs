using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>Puts the registered interceptors of a scope in front of an invoker.</summary>
internal static class Interceptors
{
    public static CallInvoker Add(CallInvoker invoker, GrpcClientFactoryOptions options, InterceptorScope scope, IServiceProvider services) =>
        invoker.Intercept([.. options.InterceptorRegistrations.Where(registration => registration.Scope == scope).Select(registration => registration.Creator(services))]);
}
