using MctsAspire.Gateway.Audit;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>The queue between requests and the disk.</summary>
public sealed class AuditTrailTests : IDisposable
{
    private const int QueueLength = 16_384;

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<AuditMetrics>().BuildServiceProvider();

    private AuditLog Log => new(_folder.Path);

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task ManyAtOnceAreAllWrittenInOneChain()
    {
        using var trail = Trail(new AuditSettings());
        await trail.StartAsync(default);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
                trail.Record(Record($"{writer}:{i}"));
        })));
        await trail.StopAsync(default);

        Log.Of("test").Select(line => line.GetProperty("text").GetString()).Distinct().Count().ShouldBe(8000);
        (await Commands.TestCommand.RunAsync(_folder.Path, ["audit", "verify"])).Code.ShouldBe(0);
    }

    [Fact]
    public async Task WhatHasNoRoomIsCountedAndToldInTheFirstLineAfterwards()
    {
        Block();
        using var trail = Trail(new AuditSettings());
        await trail.StartAsync(default);
        // The writer takes some away before it finds that it can't write them.
        for (var i = 0; i < 3 * QueueLength; i++)
            trail.Record(Record("too many"));
        trail.Problem.ShouldNotBeNull();

        Unblock();
        await Eventually.HoldsAsync(() => trail.Problem is null);
        await trail.StopAsync(default);

        var written = Log.Of("test").Count();
        var lost = Log.Of("resumed").Sum(line => line.GetProperty("lost").GetInt64());
        lost.ShouldBeGreaterThan(0);
        (written + lost).ShouldBe(3 * QueueLength);
    }

    [Fact]
    public async Task AQueueThatFillsUpRefusesBeforeAnythingIsLost()
    {
        Block();
        using var trail = Trail(new AuditSettings { RefusesOnFailure = true });
        await trail.StartAsync(default);

        trail.Refuses.ShouldBeTrue();
        Should.Throw<ServiceDefaults.Errors.ServiceUnavailableException>(trail.Require);

        Unblock();
        await Eventually.HoldsAsync(() => !trail.Refuses);
        trail.Record(Record("after"));
        await trail.StopAsync(default);
        Log.Of("test").Count().ShouldBe(1);
    }

    private static TestRecord Record(string text) => new(text, DateTimeOffset.UtcNow);

    private AuditTrail Trail(AuditSettings settings) => new(
        settings, Options.Create(new FrameworkSettings { DataDirectory = _folder.Path }), _services.GetRequiredService<AuditMetrics>(), TimeProvider.System, NullLogger<AuditTrail>.Instance);

    // A file where the folder must be.
    private void Block()
    {
        Directory.CreateDirectory(_folder.File("gateway"));
        File.WriteAllText(_folder.File("gateway", "audit"), "");
    }

    private void Unblock() => File.Delete(_folder.File("gateway", "audit"));
}
