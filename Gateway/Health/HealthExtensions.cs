namespace MctsAspire.Gateway.Health;

/// <summary>Registers the checks of <c>/ready</c>.</summary>
internal static class HealthExtensions
{
    public static void AddGatewayReadiness(this IServiceCollection services)
    {
        services.AddSingleton<ContractsCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<ContractsCheck>());
        services.AddHealthChecks()
            .AddCheck<ContractsCheck>("imports_available")
            .AddCheck<AuthenticatorCheck>("authenticator_configured")
            .AddCheck<LanguageCheck>("llm_client_available")
            .AddMetricsReadiness("prometheus_available")
            .AddServiceReadiness(GatewayExtensions.Orchestrator);
    }
}
