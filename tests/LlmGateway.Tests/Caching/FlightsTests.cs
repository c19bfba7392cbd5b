using MctsAspire.LlmGateway.Caching;
using MctsAspire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.LlmGateway.Tests.Caching;

/// <summary>Work that many share and that goes on for a while when all have left.</summary>
public sealed class FlightsTests
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _work = new();
    private readonly Flights<string, Task> _flights;
    private readonly Dictionary<string, CancellationToken> _cancelled = [];

    public FlightsTests() => _flights = new(work => work, Linger, _time);

    [Fact]
    public async Task WorkThatEverybodyLeftEndsAfterAWhile()
    {
        Join("key").Dispose();

        _time.Advance(Linger - Second);
        _cancelled["key"].IsCancellationRequested.ShouldBeFalse();
        _time.Advance(Second);

        await EndsAsync("key");
        _flights.Count.ShouldBe(0);
    }

    [Fact]
    public async Task WhoeverComesAgainAndLeavesBeginsTheWhileAnew()
    {
        Join("key").Dispose();
        Join("other").Dispose();
        _time.Advance(Second);
        var again = Join("key");
        again.IsFirst.ShouldBeFalse();
        _time.Advance(Second);
        again.Dispose();

        // Three seconds after the first one has left, but one after the second.
        _time.Advance(Second);
        await EndsAsync("other");
        _cancelled["key"].IsCancellationRequested.ShouldBeFalse();
        _time.Advance(2 * Second);

        await EndsAsync("key");
    }

    private Task EndsAsync(string key) => Eventually.HoldsAsync(() => _cancelled[key].IsCancellationRequested);

    private Flights<string, Task>.Seat Join(string key) => _flights.Join(key, token =>
    {
        _cancelled[key] = token;
        return _work.Task;
    });
}
