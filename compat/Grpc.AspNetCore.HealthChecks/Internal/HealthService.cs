using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.HealthChecks.Internal;

/// <summary>Tells the state of services by ASP.NET Core's health checks.</summary>
internal sealed class HealthService(
    ServingStates states,
    HealthCheckService checks,
    IOptions<GrpcHealthChecksOptions> options,
    IHostApplicationLifetime lifetime) : Health.V1.Health.HealthBase
{
    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var status = await FindAsync(request.Service, context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"The service '{request.Service}' has no health checks."));
        return new HealthCheckResponse { Status = status };
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        // Watched before it is asked for, so that no change is lost in between.
        var changes = states.Watch(request.Service);
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(
                context.CancellationToken,
                options.Value.SuppressCompletionOnShutdown ? CancellationToken.None : lifetime.ApplicationStopping);
            await TellAsync(request.Service, changes.Reader, responseStream, ending.Token);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            await responseStream.WriteAsync(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.NotServing }, context.CancellationToken);
        }
        finally
        {
            states.Unwatch(request.Service, changes);
        }
    }

    private async Task TellAsync(
        string service,
        System.Threading.Channels.ChannelReader<HealthCheckResponse.Types.ServingStatus> changes,
        IServerStreamWriter<HealthCheckResponse> responses,
        CancellationToken cancellationToken)
    {
        var told = await FindAsync(service, cancellationToken) ?? HealthCheckResponse.Types.ServingStatus.ServiceUnknown;
        await responses.WriteAsync(new HealthCheckResponse { Status = told }, CancellationToken.None);
        while (true)
        {
            var status = await changes.ReadAsync(cancellationToken);
            if (status == told)
                continue;
            told = status;
            await responses.WriteAsync(new HealthCheckResponse { Status = told }, CancellationToken.None);
        }
    }

    private async ValueTask<HealthCheckResponse.Types.ServingStatus?> FindAsync(string service, CancellationToken cancellationToken)
    {
        if (!options.Value.Services.TryGet(service, out var mapping))
            return null;
        if (options.Value.UseHealthChecksCache)
            return states.Get(service) ?? HealthCheckResponse.Types.ServingStatus.Unknown;
        var report = await checks.CheckHealthAsync(check => HealthPublisher.Counts(mapping, check.Name, check.Tags), cancellationToken);
        return HealthPublisher.ToServing(report.Entries.Values.Select(entry => entry.Status));
    }
}
