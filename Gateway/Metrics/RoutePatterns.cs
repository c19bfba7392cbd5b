using Microsoft.AspNetCore.Routing.Template;

namespace MctsAspire.Gateway.Metrics;

/// <summary>The patterns of all routes, for a request that no route took although its path is known: with another method it would have been let in.</summary>
internal sealed class RoutePatterns(EndpointDataSource routes)
{
    private readonly Lazy<(TemplateMatcher Matcher, string Pattern)[]> _all = new(() => [.. routes.Endpoints
        .OfType<RouteEndpoint>()
        .OrderBy(endpoint => endpoint.RoutePattern.InboundPrecedence)
        .Select(endpoint => endpoint.RoutePattern.RawText)
        .OfType<string>()
        .Select(pattern => $"/{pattern.TrimStart('/')}")
        .Distinct(StringComparer.Ordinal)
        .Select(pattern => (new TemplateMatcher(TemplateParser.Parse(pattern), []), pattern))]);

    /// <summary>The pattern of the route that a path belongs to; <see langword="null"/>: none.</summary>
    public string? Of(PathString path)
    {
        foreach (var (matcher, pattern) in _all.Value)
        {
            if (matcher.TryMatch(path, []))
                return pattern;
        }

        return null;
    }
}
