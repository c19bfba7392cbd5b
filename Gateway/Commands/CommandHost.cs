using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Gateway.Commands;

/// <summary>Runs a command with the Gateway's own parts, without starting it.</summary>
/// <param name="configure">Changes the settings; for tests.</param>
internal sealed class CommandHost(Action<IHostApplicationBuilder>? configure = null)
{
    /// <summary>A problem that the caller can mend.</summary>
    public const int Failed = 1;

    /// <summary>Stopped by Ctrl-C: 128 and the signal's number, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs a command and turns what the caller can mend into one line on the standard error.</summary>
    public async Task<int> RunAsync(TextWriter error, Func<IServiceProvider, CancellationToken, Task<int>> command, CancellationToken cancellationToken)
    {
        try
        {
            var builder = WebApplication.CreateBuilder();
            configure?.Invoke(builder);
            builder.AddServiceDefaults();
            builder.AddKeys();
            builder.Services.AddSingleton(AuditSettings.Read(builder.Configuration));
            builder.Services.AddSingleton<IAuditTrail>(services => new CommandTrail(
                AuditFiles.FolderIn(services.GetRequiredService<IOptions<FrameworkSettings>>().Value.DataDirectory),
                services.GetRequiredService<AuditSettings>(),
                services.GetRequiredService<TimeProvider>(),
                error));

            // What a command has to say, it says itself.
            builder.Logging.ClearProviders();
            await using var app = builder.Build();
            return await command(app.Services, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("stopped");
            return Interrupted;
        }
        catch (Exception failure) when (failure is KeyStoreException or FrameworkException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"error: {failure.Message.ReplaceLineEndings(" ")}");
            return Failed;
        }
    }
}
