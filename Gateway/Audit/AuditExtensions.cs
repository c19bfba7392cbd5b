using MctsAspire.ServiceDefaults.Refusals;

namespace MctsAspire.Gateway.Audit;

/// <summary>Registers what is written down.</summary>
internal static class AuditExtensions
{
    public static void AddAudit(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(AuditSettings.Read(builder.Configuration));
        services.AddSingleton<AuditMetrics>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddSingleton<IRefusalRecorder, RefusalAudit>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditTrail>());
        services.AddHealthChecks().AddCheck<AuditCheck>(AuditCheck.Name);
    }
}
