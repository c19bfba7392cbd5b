using MctsAspire.Gateway.Authentication.Tokens;
using MctsAspire.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>Asking the issuer for a key that a token names.</summary>
public sealed class AskedIssuerTests : IAsyncLifetime, IDisposable
{
    private const string Algorithm = "RS256";
    private const string NextId = "rsa-2";

    private readonly FakeTimeProvider _clock = new();
    private readonly HeldPublisher _publisher = new();
    private readonly TestIssuer _issuer = new();
    private readonly TestIssuer _next = new() { RsaKeyId = NextId };
    private readonly IssuerKeys _keys;

    public AskedIssuerTests()
    {
        var settings = new TokenSettings { Issuer = TestIssuer.Name, Audience = TestIssuer.Audience, JwksUrl = new Uri("https://issuer.example/keys") };
        _keys = new IssuerKeys(settings, _publisher, _clock, NullLogger<IssuerKeys>.Instance);
    }

    public async Task InitializeAsync()
    {
        await _keys.StartAsync(default);
        _publisher.Answer(_issuer.Jwks);
        await Eventually.HoldsAsync(() => !_keys.AreAwaited);
        _publisher.Hold();
    }

    public Task DisposeAsync() => _keys.StopAsync(default);

    public void Dispose()
    {
        _keys.Dispose();
        _publisher.Dispose();
        _issuer.Dispose();
        _next.Dispose();
    }

    [Fact]
    public async Task AllWhoAskGetWhatOneFetchBrings()
    {
        Task[] asking = [_keys.AskAsync(default), _keys.AskAsync(default)];
        asking.ShouldAllBe(one => !one.IsCompleted);

        _publisher.Answer(_next.Jwks);
        await Task.WhenAll(asking).WaitAsync(TimeSpan.FromMinutes(1));

        _keys.Current.Find(Algorithm, NextId).ShouldHaveSingleItem();
        _publisher.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task AnIssuerThatHangsIsWaitedForASecondByAllTogetherAndItsKeysAreTakenAllTheSame()
    {
        Task[] asking = [_keys.AskAsync(default), _keys.AskAsync(default)];
        await Eventually.HoldsAsync(() => _publisher.Asked == 2);
        asking.ShouldAllBe(one => !one.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(1));

        await Task.WhenAll(asking).WaitAsync(TimeSpan.FromMinutes(1));
        _keys.AskAsync(default).IsCompletedSuccessfully.ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(30));
        _keys.AskAsync(default).IsCompletedSuccessfully.ShouldBeTrue();
        _publisher.Asked.ShouldBe(2);

        _publisher.Answer(_next.Jwks);

        await Eventually.HoldsAsync(() => _keys.Current.Find(Algorithm, NextId).Count == 1);
    }

    [Fact]
    public async Task TheFetchGoesOnWithoutWhoeverAskedFirst()
    {
        using var gone = new CancellationTokenSource();
        var asking = _keys.AskAsync(gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);

        _publisher.Answer(_next.Jwks);

        await Eventually.HoldsAsync(() => _keys.Current.Find(Algorithm, NextId).Count == 1);
    }
}
