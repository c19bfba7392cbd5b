using MctsAspire.MetaControllerService.Training;
using MctsAspire.Neural.Weights;
using MctsAspire.ServiceDefaults.Commands;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.Storage;
using Microsoft.Extensions.Options;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary>Runs a command with the service's own parts, without starting the service.</summary>
/// <param name="configure">Changes the settings; for tests.</param>
internal sealed class CommandHost(Action<IHostApplicationBuilder>? configure = null)
{
    /// <summary>Runs a command and turns what the caller can mend into one line on the standard error.</summary>
    public Task<int> RunAsync(TextWriter output, TextWriter error, Func<CommandContext, CancellationToken, Task<int>> command, CancellationToken cancellationToken) => CommandRunner.RunWithAsync(
        error,
        builder =>
        {
            configure?.Invoke(builder);
            builder.AddServiceDefaults();
            builder.AddMetaController();
        },
        (services, stopping) => command(
            new(services, services.GetRequiredService<IOptions<FrameworkSettings>>().Value, services.GetRequiredService<TimeProvider>(), output), stopping),
        failure => failure switch
        {
            TrainingException or ModelFormatException or StorageException => failure.Message,
            OutOfMemoryException => "there is not enough memory. Choose a smaller network or a smaller --batch_size.",
            _ => null,
        },
        cancellationToken);
}
