using System.Net;
using System.Text.Json;
using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Authentication.Keys;

/// <summary>Keys that come and go while the Gateway runs.</summary>
public sealed class KeyChangeTests : IAsyncLifetime
{
    private Upstream _upstream = null!;
    private TestGateway _gateway = null!;

    private FileKeyStore Store => new(Path.Combine(_gateway.DataFolder, "gateway"), TimeProvider.System);

    private string FilePath => Store.Place;

    public async Task InitializeAsync()
    {
        _upstream = await Upstream.StartAsync(context => context.Response.WriteAsJsonAsync(new { ready = true, checks = new { llm_gateway = true }, backends = new { } }));
        _gateway = await TestGateway.StartAsync(_upstream);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task AKeyOfAnotherProcessWorksSoonAndStopsSoonAfterItIsRevoked()
    {
        var key = NewKey.Create("late", ["user"], new(), null, null, DateTimeOffset.UtcNow);
        (await StatusAsync(key.Text)).ShouldBe(HttpStatusCode.Unauthorized);

        await Store.AddAsync(key.Stored, default);
        await Eventually.HoldsAsync(async () => await StatusAsync(key.Text) == HttpStatusCode.OK);
        _upstream.Received.Last().Headers["X-Client-Id"].ShouldBe("late");

        await Store.RevokeAsync(key.Stored.Id, DateTimeOffset.UtcNow, default);
        await Eventually.HoldsAsync(async () => await StatusAsync(key.Text) == HttpStatusCode.Unauthorized);
        (await MessageAsync(key.Text)).ShouldBe("The API key was revoked.");
    }

    [Fact]
    public async Task AnExpiredKeyIsRefusedAndSaysSo()
    {
        var key = NewKey.Create("short", ["user"], new(), DateTimeOffset.UtcNow.AddHours(-1), null, DateTimeOffset.UtcNow.AddHours(-2));
        await Store.AddAsync(key.Stored, default);

        await Eventually.HoldsAsync(async () => await MessageAsync(key.Text) == "The API key has expired; ask for another one.");
    }

    [Fact]
    public async Task ADamagedFileLeavesTheKeysWorkingAndIsToldByReady()
    {
        var key = NewKey.Create("steady", ["user"], new(), null, null, DateTimeOffset.UtcNow);
        await Store.AddAsync(key.Stored, default);
        await Eventually.HoldsAsync(async () => await StatusAsync(key.Text) == HttpStatusCode.OK);
        var sound = await File.ReadAllTextAsync(FilePath);

        await File.WriteAllTextAsync(FilePath, sound[..20]);
        await Eventually.HoldsAsync(async () => !await ReadyAsync());

        (await StatusAsync(key.Text)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(TestGateway.Key)).ShouldBe(HttpStatusCode.OK);
        _gateway.Logs.Lines.Count(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("keys.json", StringComparison.Ordinal)).ShouldBe(1);

        await File.WriteAllTextAsync(FilePath, sound);
        await Eventually.HoldsAsync(ReadyAsync);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFileThatVanishesLeavesTheKeysWorkingAndIsToldByReady(bool withItsFolder)
    {
        var key = NewKey.Create("steady", ["user"], new(), null, null, DateTimeOffset.UtcNow);
        await Store.AddAsync(key.Stored, default);
        await Eventually.HoldsAsync(async () => await StatusAsync(key.Text) == HttpStatusCode.OK);
        var folder = Path.GetDirectoryName(FilePath)!;

        // As when a volume is unmounted.
        Directory.Move(withItsFolder ? folder : FilePath, folder + ".away");
        var away = withItsFolder ? Path.Combine(folder + ".away", FileKeyStore.FileName) : folder + ".away";
        await Eventually.HoldsAsync(async () => !await ReadyAsync());

        (await StatusAsync(key.Text)).ShouldBe(HttpStatusCode.OK);
        _gateway.Logs.Lines.Count(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("keys.json is gone", StringComparison.Ordinal)).ShouldBe(1);

        Directory.CreateDirectory(folder);
        File.Move(away, FilePath);
        await Eventually.HoldsAsync(ReadyAsync);
        (await StatusAsync(key.Text)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WhereThereNeverWasAFileNothingIsWrong()
    {
        (await ReadyAsync()).ShouldBeTrue();

        File.Exists(FilePath).ShouldBeFalse();
    }

    [Fact]
    public async Task WhenAKeyWasUsedIsKeptWhenTheGatewayStops()
    {
        var key = NewKey.Create("used", ["user"], new(), null, null, DateTimeOffset.UtcNow);
        using var folder = new TemporaryFolder();
        var store = new FileKeyStore(folder.File("gateway"), TimeProvider.System);
        await store.AddAsync(key.Stored, default);
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        await using (var gateway = await TestGateway.StartAsync(_upstream, ("MCTS_DATA_DIR", folder.Path)))
            (await StatusAsync(key.Text, gateway)).ShouldBe(HttpStatusCode.OK);

        (await store.ReadAsync(default)).LastUsed[key.Stored.Id].ShouldBeInRange(before, DateTimeOffset.UtcNow);
    }

    private async Task<bool> ReadyAsync()
    {
        using var response = await _gateway.Client.GetAsync(new Uri("/ready", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("checks").GetProperty("key_store").GetBoolean();
    }

    private async Task<HttpStatusCode> StatusAsync(string key, TestGateway? gateway = null)
    {
        using var response = await SendAsync(key, gateway);
        return response.StatusCode;
    }

    private async Task<string> MessageAsync(string key)
    {
        using var response = await SendAsync(key, null);
        return (await TestGateway.ErrorOfAsync(response)).Message;
    }

    private async Task<HttpResponseMessage> SendAsync(string key, TestGateway? gateway)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri((gateway ?? _gateway).Address, "/documents"));
        request.Headers.Add("X-API-Key", key);
        using var client = new HttpClient();
        return await client.SendAsync(request);
    }
}
