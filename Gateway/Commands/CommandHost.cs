using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.ServiceDefaults.Commands;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace MctsAspire.Gateway.Commands;

/// <summary>Runs a command with the Gateway's own parts, without starting it.</summary>
/// <param name="configure">Changes the settings; for tests.</param>
internal sealed class CommandHost(Action<IHostApplicationBuilder>? configure = null)
{
    /// <summary>Runs a command and turns what the caller can mend into one line on the standard error.</summary>
    public Task<int> RunAsync(TextWriter error, Func<IServiceProvider, CancellationToken, Task<int>> command, CancellationToken cancellationToken) => CommandRunner.RunWithAsync(
        error,
        builder =>
        {
            configure?.Invoke(builder);
            builder.AddServiceDefaults();
            builder.AddKeys();
            builder.Services.AddSingleton(AuditSettings.Read(builder.Configuration));
            builder.Services.AddSingleton<IAuditTrail>(services => new CommandTrail(
                AuditFiles.FolderIn(services.GetRequiredService<IOptions<FrameworkSettings>>().Value.DataDirectory),
                services.GetRequiredService<AuditSettings>(),
                services.GetRequiredService<TimeProvider>(),
                error));
        },
        command,
        failure => (failure as KeyStoreException)?.Message,
        cancellationToken);
}
