using MctsAspire.ServiceDefaults.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.ServiceDefaults.Tests.Hosting;

/// <summary>The end of a service. That requests come to their ends is tested with real processes in the Gateway's tests.</summary>
public sealed class DrainTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ServerSettings _settings = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    [Fact]
    public async Task RequestsAreToldWhenTheirTimeIsOver()
    {
        using var drain = New();
        await drain.StoppingAsync(CancellationToken.None);
        _time.Advance(_settings.Drain - TimeSpan.FromMilliseconds(1));
        drain.Deadline.IsCancellationRequested.ShouldBeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        drain.Deadline.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task WhoeverDoesNotWantToWaitEndsThemAtOnce()
    {
        using var drain = New();

        await drain.StoppingAsync(new CancellationToken(canceled: true));

        drain.Deadline.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task ATimerThatFiresAfterTheEndDoesNoHarm()
    {
        var drain = New();
        drain.Dispose();
        await drain.StoppingAsync(CancellationToken.None);

        Should.NotThrow(() => _time.Advance(_settings.Drain));
        await drain.StoppingAsync(new CancellationToken(canceled: true));
    }

    private Drain New() => new(_settings, _lifetime, _time, NullLogger<Drain>.Instance);
}
