using MctsAspire.Protos.Rest;
using Microsoft.Net.Http.Headers;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Says of a route what it takes, for the OpenAPI document.</summary>
internal static class RouteDescriptions
{
    private const int MostListed = 1000;

    public static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder route, params IReadOnlyList<(string Name, string Summary, string Json)> examples) =>
        route.WithMetadata(new RequestBodyDescription(new Dictionary<string, Type> { ["application/json"] = typeof(T) }) { Examples = examples });

    public static RouteHandlerBuilder TakesDocuments(this RouteHandlerBuilder route) =>
        route.WithMetadata(new RequestBodyDescription(
            new Dictionary<string, Type>
            {
                ["application/json"] = typeof(DocumentInput),
                ["text/markdown"] = typeof(string),
                ["text/plain"] = typeof(string),
            },
            MayBeArray: true))
        .WithMetadata(new QueryParameterDescription("id", "The document's id, for a body that is text. Absent: made from the content.", QueryParameterDescription.Characters(1, Limits.ThreadIdLength, Limits.ThreadIdPattern)))
        .WithMetadata(new QueryParameterDescription("title", "The document's title, for a body that is text. Absent: its first heading or line.", QueryParameterDescription.Characters(1, Limits.TitleLength, @"\S")));

    /// <param name="route">The route.</param>
    /// <param name="usually">How many are listed when nothing is said.</param>
    public static RouteHandlerBuilder TakesLimit(this RouteHandlerBuilder route, int usually) =>
        route.WithMetadata(new QueryParameterDescription("limit", "How many at most.", QueryParameterDescription.Integer(MostListed, usually)));

    /// <inheritdoc cref="TakesLimit"/>
    public static RouteHandlerBuilder TakesPage(this RouteHandlerBuilder route, int usually) =>
        route.TakesLimit(usually).WithMetadata(new QueryParameterDescription("after", "The id to go on after: the last page's next.", QueryParameterDescription.Characters(1)));

    /// <summary>Says that a route names where what it stored can be read.</summary>
    public static RouteHandlerBuilder NamesLocation(this RouteHandlerBuilder route) => route.WithMetadata(new ResponseHeaderDescription(StatusCodes.Status201Created, HeaderNames.Location));

    /// <summary>Says that a route may contradict what is stored or on its way.</summary>
    public static RouteHandlerBuilder MayConflict(this RouteHandlerBuilder route) => route.WithMetadata(RouteErrors.Conflict);

    /// <summary>Says that a route may ask a language model, which may fail.</summary>
    public static RouteHandlerBuilder MayAskLanguageModels(this RouteHandlerBuilder route) => route.WithMetadata(RouteErrors.LanguageFailed);

    /// <summary>Says that routes go on to the Orchestrator, and may fail with whatever it fails with.</summary>
    public static RouteGroupBuilder GoOn(this RouteGroupBuilder routes) => routes.WithMetadata(ForwardedRoute.Instance);
}
