using MctsAspire.MetaControllerService.Training;
using MctsAspire.Neural.Weights;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;
using Microsoft.Extensions.Options;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary>Runs a command with the service's own parts, without starting the service.</summary>
/// <param name="configure">Changes the settings; for tests.</param>
internal sealed class CommandHost(Action<IHostApplicationBuilder>? configure = null)
{
    /// <summary>A problem that the caller can mend.</summary>
    public const int Failed = 1;

    /// <summary>Stopped by Ctrl-C: 128 and the signal's number, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs a command and turns what the caller can mend into one line on the standard error.</summary>
    public async Task<int> RunAsync(TextWriter output, TextWriter error, Func<CommandContext, CancellationToken, Task<int>> command, CancellationToken cancellationToken)
    {
        try
        {
            var builder = WebApplication.CreateBuilder();
            configure?.Invoke(builder);
            builder.AddServiceDefaults();
            builder.AddMetaController();

            // What a command has to say, it says itself.
            builder.Logging.ClearProviders();
            await using var app = builder.Build();
            var settings = app.Services.GetRequiredService<IOptions<FrameworkSettings>>().Value;
            return await command(new(app.Services, settings, app.Services.GetRequiredService<TimeProvider>(), output), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("stopped");
            return Interrupted;
        }
        catch (Exception failure) when (failure is TrainingException or ModelFormatException or StorageException or FrameworkException)
        {
            await error.WriteLineAsync($"error: {failure.Message}");
            return Failed;
        }
        catch (OutOfMemoryException)
        {
            await error.WriteLineAsync("error: there is not enough memory. Choose a smaller network or a smaller --batch_size.");
            return Failed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"error: a file or folder can't be used: {failure.Message}");
            return Failed;
        }
    }
}
