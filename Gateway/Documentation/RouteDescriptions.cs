using MctsAspire.Protos.Rest;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Says of a route what it takes, for the OpenAPI document.</summary>
internal static class RouteDescriptions
{
    public static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder route) =>
        route.WithMetadata(new RequestBodyDescription(new Dictionary<string, Type> { ["application/json"] = typeof(T) }));

    public static RouteHandlerBuilder TakesDocuments(this RouteHandlerBuilder route) =>
        route.WithMetadata(new RequestBodyDescription(
            new Dictionary<string, Type>
            {
                ["application/json"] = typeof(DocumentInput),
                ["text/markdown"] = typeof(string),
                ["text/plain"] = typeof(string),
            },
            MayBeArray: true));

    public static RouteHandlerBuilder TakesPage(this RouteHandlerBuilder route, bool hasNext) => route.WithMetadata(new PageDescription(hasNext));
}
