using Grpc.Net.Client.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Lets the route for unknown methods match gRPC calls only, so that other requests get their 404.</summary>
internal sealed class GrpcOnlyConstraint : IRouteConstraint
{
    public const string Name = "grpcunimplemented";

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        httpContext is not null && Names.IsGrpc(httpContext.Request.ContentType);
}
