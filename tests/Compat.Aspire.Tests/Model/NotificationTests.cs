using System.Collections.Immutable;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Compat.Aspire.Tests.Model;

public sealed class NotificationTests : IDisposable
{
    private readonly ResourceNotificationService _notifications = new();
    private readonly ExecutableResource _resource = new("one", "true", ".");

    [Fact]
    public async Task AResourceWithoutChecksIsHealthyWhenItRuns()
    {
        var healthy = _notifications.WaitForResourceHealthyAsync("ONE");
        await PublishAsync(KnownResourceStates.Starting);
        healthy.IsCompleted.ShouldBeFalse();

        await PublishAsync(KnownResourceStates.Running);

        (await healthy).Snapshot.HealthStatus.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task AResourceIsAsHealthyAsItsWorstCheck()
    {
        await _notifications.PublishUpdateAsync(_resource, snapshot => snapshot with { State = KnownResourceStates.Running, HealthReports = Reports(HealthStatus.Healthy, null) });
        _notifications.TryGetCurrentState("one", out var known).ShouldBeTrue();
        known.Snapshot.HealthStatus.ShouldBe(HealthStatus.Unhealthy);

        await _notifications.PublishUpdateAsync(_resource, snapshot => snapshot with { HealthReports = Reports(HealthStatus.Healthy, HealthStatus.Degraded) });

        _notifications.TryGetCurrentState("one", out known).ShouldBeTrue();
        known.Snapshot.HealthStatus.ShouldBe(HealthStatus.Degraded);
    }

    [Fact]
    public async Task AWaitEndsWithTheReasonOfAFailure()
    {
        var healthy = _notifications.WaitForResourceHealthyAsync("one", WaitBehavior.StopOnResourceUnavailable);

        await _notifications.PublishFailureAsync(_resource, "one", "the reason");

        (await Should.ThrowAsync<DistributedApplicationException>(healthy)).Message.ShouldBe("the reason");
    }

    [Fact]
    public async Task APatientWaitOutlivesAFailure()
    {
        var healthy = _notifications.WaitForResourceHealthyAsync("one");
        await _notifications.PublishFailureAsync(_resource, "one", "the reason");

        await PublishAsync(KnownResourceStates.Running);

        (await healthy).Resource.ShouldBe(_resource);
    }

    [Fact]
    public async Task AResourceWithSeveralProcessesIsHealthyWhenAllAre()
    {
        foreach (var id in new[] { "one-r1", "one-r2" })
            await _notifications.PublishUpdateAsync(_resource, id, snapshot => snapshot with { State = KnownResourceStates.Starting });
        var healthy = _notifications.WaitForResourceHealthyAsync("one");
        await _notifications.PublishUpdateAsync(_resource, "one-r1", snapshot => snapshot with { State = KnownResourceStates.Running });
        healthy.IsCompleted.ShouldBeFalse();

        await _notifications.PublishUpdateAsync(_resource, "one-r2", snapshot => snapshot with { State = KnownResourceStates.Running });

        (await healthy).Resource.ShouldBe(_resource);
    }

    [Fact]
    public async Task AWaitForOneOfSeveralStatesTellsWhich()
    {
        await PublishAsync(KnownResourceStates.Finished);

        (await _notifications.WaitForResourceAsync("one", KnownResourceStates.TerminalStates)).ShouldBe(KnownResourceStates.Finished);
    }

    [Fact]
    public async Task AWaitCanBeGivenUp()
    {
        using var cancellation = new CancellationTokenSource();
        var running = _notifications.WaitForResourceAsync("one", cancellationToken: cancellation.Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    public void Dispose() => _notifications.Dispose();

    private static ImmutableArray<HealthReportSnapshot> Reports(params HealthStatus?[] statuses) =>
        [.. statuses.Select((status, i) => new HealthReportSnapshot($"check-{i}", status, null, null))];

    private Task PublishAsync(string state) => _notifications.PublishUpdateAsync(_resource, snapshot => snapshot with { State = state });
}
