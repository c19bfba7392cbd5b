using System.Net;
using System.Net.Sockets;
using MctsAspire.AppHost.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MctsAspire.AppHost.Commands;

/// <summary>The running application, from its start until no process is left.</summary>
internal sealed class AppSession : IAsyncDisposable
{
    private readonly DistributedApplication _app;
    private readonly CancellationTokenSource _stopping;

    private AppSession(DistributedApplication app, Uri address)
    {
        _app = app;
        Address = address;
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(Lifetime(app).ApplicationStopping);
    }

    /// <summary>The front door.</summary>
    public Uri Address { get; }

    /// <summary>The application's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Cancelled by Ctrl-C and SIGTERM.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Checks a port before anything starts.</summary>
    /// <param name="port">The port; null: none is fixed.</param>
    /// <exception cref="AppException">It is in use.</exception>
    public static void CheckPort(int? port)
    {
        if (port is not { } wanted)
            return;
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            try
            {
                using var probe = new TcpListener(address, wanted);
                probe.Start();
            }
            catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new AppException(FormattableString.Invariant($"the port {wanted} is in use; stop the program that listens there, or choose another with --port."));
            }
            catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AccessDenied)
            {
                throw new AppException(FormattableString.Invariant($"the port {wanted} needs more rights than you have; choose one above 1023 with --port."));
            }
            catch (SocketException)
            {
                // The machine does not have this kind of address.
            }
        }
    }

    /// <summary>Starts the application and waits until every service is healthy.</summary>
    /// <param name="app">The application.</param>
    /// <param name="healthy">Told each resource that became healthy.</param>
    /// <returns>The session; null when Ctrl-C came first.</returns>
    /// <exception cref="DistributedApplicationException">It can't start; nothing is left running.</exception>
    public static async Task<AppSession?> StartAsync(DistributedApplication app, Action<string> healthy)
    {
        var stopping = Lifetime(app).ApplicationStopping;
        try
        {
            await app.StartAsync(stopping);
            var services = Model(app).Resources.Where(resource => resource is ProjectResource or RedisResource).ToList();
            await foreach (var one in Task.WhenEach(services.Select(service => WaitAsync(app, service.Name, stopping))))
                healthy(await one);

            var gateway = (IResourceWithEndpoints)services.Single(service => service.Name == "gateway");
            return new AppSession(app, new Uri(gateway.GetEndpoint("http").Url));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await app.StopAsync(CancellationToken.None);
            return null;
        }
        catch
        {
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Waits for Ctrl-C or SIGTERM.</summary>
    public Task WaitForStopAsync() => _app.WaitForShutdownAsync(CancellationToken.None);

    /// <summary>Stops the application.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    private static async Task<string> WaitAsync(DistributedApplication app, string name, CancellationToken cancellationToken)
    {
        await app.ResourceNotifications.WaitForResourceHealthyAsync(name, WaitBehavior.StopOnResourceUnavailable, cancellationToken);
        return name;
    }

    private static IHostApplicationLifetime Lifetime(DistributedApplication app) => app.Services.GetRequiredService<IHostApplicationLifetime>();

    private static DistributedApplicationModel Model(DistributedApplication app) => app.Services.GetRequiredService<DistributedApplicationModel>();
}
