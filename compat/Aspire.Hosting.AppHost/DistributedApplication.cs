using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>An application of several processes.</summary>
/// <param name="host">The host that the application runs in.</param>
public class DistributedApplication(IHost host) : IHost, IAsyncDisposable
{
    /// <inheritdoc/>
    public IServiceProvider Services => host.Services;

    /// <summary>Tells what the resources are doing.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Begins an application.</summary>
    /// <param name="args">The command line; <c>--operation publish</c> builds the model for publishing.</param>
    /// <returns>The builder.</returns>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(args);

    /// <summary>Begins an application without a command line.</summary>
    /// <returns>The builder.</returns>
    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    /// <summary>Begins an application.</summary>
    /// <param name="options">How to build it.</param>
    /// <returns>The builder.</returns>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    /// <summary>Starts the resources. Those that wait for others start when these are ready, possibly after this call.</summary>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>Completes when the start is under way.</returns>
    /// <exception cref="DistributedApplicationException">The application can't start; nothing was started.</exception>
    public virtual Task StartAsync(CancellationToken cancellationToken = default)
    {
        Signals.HearInterrupt();
        return host.StartAsync(cancellationToken);
    }

    /// <summary>Stops all resources.</summary>
    /// <param name="cancellationToken">Ends the patience: what still runs is killed.</param>
    /// <returns>Completes when no process is left.</returns>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => host.StopAsync(cancellationToken);

    /// <summary>Runs the application until Ctrl-C, SIGTERM or a resource that can't start. A failure is one line on standard error and exit code 1.</summary>
    /// <param name="cancellationToken">Stops the application.</param>
    /// <returns>Completes when no process is left.</returns>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
            var failure = await Services.GetRequiredService<ResourceOrchestrator>().FailureOrStopAsync(cancellationToken).ConfigureAwait(false);
            if (failure is not null)
                Fail(failure);
        }
        catch (DistributedApplicationException failure)
        {
            Fail(failure.Message);
        }
        finally
        {
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="RunAsync"/>, on this thread.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        host.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync().ConfigureAwait(false);
        else
            host.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Fail(string message)
    {
        Console.Error.WriteLine($"error: {message}");
        Environment.ExitCode = 1;
    }
}
