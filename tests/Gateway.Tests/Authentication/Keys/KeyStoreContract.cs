using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Authentication.Keys;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Gateway.Tests.Authentication.Keys;

/// <summary>What every store of keys must do; two stores are two processes.</summary>
internal static class KeyStoreContract
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static FakeTimeProvider Clock() => new(Now);

    public static StoredKey Key(string client, DateTimeOffset? expires = null) =>
        NewKey.Create(client, ["user", "admin"], new ClientLimits { PerMinute = 5, TokensPerDay = 1_000_000_000 }, expires, "what for", Now).Stored;

    public static async Task ShowsToOneWhatTheOtherAdds(IKeyStore one, IKeyStore other)
    {
        var before = await other.StampAsync(default);
        var key = Key("a", Now.AddDays(1));

        await one.AddAsync(key, default);

        (await other.StampAsync(default)).ShouldNotBe(before);
        var seen = (await other.ReadAsync(default)).Keys.ShouldHaveSingleItem();
        seen.Roles.ShouldBe(key.Roles);
        (seen with { Roles = key.Roles }).ShouldBe(key);
    }

    public static async Task RevokesOnceAndForAll(IKeyStore one, IKeyStore other)
    {
        var key = Key("a");
        await one.AddAsync(key, default);
        await one.AddAsync(Key("b"), default);
        var before = await one.StampAsync(default);

        (await other.RevokeAsync(key.Id, Now.AddMinutes(1), default))!.RevokedAt.ShouldBe(Now.AddMinutes(1));
        (await one.StampAsync(default)).ShouldNotBe(before);
        (await one.RevokeAsync(key.Id, Now.AddMinutes(2), default))!.RevokedAt.ShouldBe(Now.AddMinutes(1));

        var keys = (await one.ReadAsync(default)).Keys;
        keys.Single(one => one.Id == key.Id).RevokedAt.ShouldBe(Now.AddMinutes(1));
        keys.Single(one => one.Id != key.Id).RevokedAt.ShouldBeNull();
        (await one.RevokeAsync("key_0123456789abcdef", Now, default)).ShouldBeNull();
    }

    public static async Task KeepsTheLatestUse(IKeyStore one, IKeyStore other)
    {
        var key = Key("a");
        await one.AddAsync(key, default);
        var stamp = await one.StampAsync(default);

        await one.TouchAsync(new Dictionary<string, DateTimeOffset> { [key.Id] = Now.AddSeconds(9), ["key_0123456789abcdef"] = Now }, default);
        await other.TouchAsync(new Dictionary<string, DateTimeOffset> { [key.Id] = Now.AddSeconds(4) }, default);

        (await other.ReadAsync(default)).LastUsed.ShouldBe(new Dictionary<string, DateTimeOffset> { [key.Id] = Now.AddSeconds(9) });
        (await one.StampAsync(default)).ShouldBe(stamp);
    }

    public static async Task LosesNothingOfWritersAtOnce(IKeyStore one, IKeyStore other)
    {
        var keys = Enumerable.Range(0, 24).Select(index => Key($"client_{index}")).ToList();

        await Task.WhenAll(keys.Select((key, index) => Task.Run(async () =>
        {
            var store = index % 2 == 0 ? one : other;
            await store.AddAsync(key, default);
            if (index % 3 == 0)
                await store.RevokeAsync(key.Id, Now, default);
        })));

        var kept = (await one.ReadAsync(default)).Keys;
        kept.Select(key => key.Id).ShouldBe(keys.Select(key => key.Id), ignoreOrder: true);
        kept.Count(key => key.RevokedAt is not null).ShouldBe(8);
    }

    public static async Task ForgetsWhatHasNotWorkedForLong(IKeyStore store, FakeTimeProvider clock)
    {
        var (old, fresh) = (Key("old"), Key("fresh"));
        await store.AddAsync(old, default);
        await store.AddAsync(fresh, default);
        await store.AddAsync(Key("ended", Now.AddDays(1)), default);
        await store.RevokeAsync(old.Id, Now, default);

        clock.Advance(KeyRules.Retention + TimeSpan.FromDays(2));
        await store.AddAsync(Key("new"), default);

        (await store.ReadAsync(default)).Keys.Select(key => key.ClientId).ShouldBe(["fresh", "new"], ignoreOrder: true);
    }
}
