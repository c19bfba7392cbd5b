namespace MctsAspire.Gateway.Metrics;

/// <summary>Registers what measures requests and shows it.</summary>
internal static class MetricsExtensions
{
    public static void AddRequestMetrics(this IServiceCollection services)
    {
        services.AddSingleton<RequestMetrics>();
        services.AddSingleton<PrometheusCollector>();
        services.AddHostedService(provider => provider.GetRequiredService<PrometheusCollector>());
    }
}
