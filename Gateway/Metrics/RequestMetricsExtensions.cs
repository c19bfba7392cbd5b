namespace MctsAspire.Gateway.Metrics;

/// <summary>Registers what measures requests.</summary>
internal static class RequestMetricsExtensions
{
    public static void AddRequestMetrics(this IServiceCollection services)
    {
        services.MeasuresRequestsItself();
        services.AddSingleton<RequestMetrics>();
        services.AddSingleton<RoutePatterns>();
    }
}
