using System.Net;
using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>What is written down of requests.</summary>
public sealed class AuditRequestTests : IAsyncLifetime
{
    private Upstream _upstream = null!;
    private TestGateway _gateway = null!;

    private AuditLog Log => new(_gateway.DataFolder);

    public async Task InitializeAsync()
    {
        _upstream = await Upstream.StartAsync();
        _gateway = await TestGateway.StartAsync(_upstream);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task ARequestIsWrittenDownWithWhoWhatWhenAndHowItEnded()
    {
        _gateway.Client.DefaultRequestHeaders.Add("X-Request-ID", "audited");
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        using var response = await _gateway.PostAsync("/query", """{"query":"Where is the secret door?"}""");

        var line = await Log.RequestAsync(line => line.GetProperty("request_id").GetString() == "audited");

        line.EnumerateObject().Select(field => field.Name).ShouldBe(
            ["seq", "time", "event", "client", "key", "address", "method", "route", "status", "duration_ms", "request_id", "prev", "hash"]);
        line.GetProperty("client").GetString().ShouldBe("client_0");
        line.GetProperty("key").GetString().ShouldBe("config_0");
        line.GetProperty("address").GetString().ShouldBe("127.0.0.1");
        line.GetProperty("method").GetString().ShouldBe("POST");
        line.GetProperty("route").GetString().ShouldBe("/query");
        line.GetProperty("status").GetInt32().ShouldBe(200);
        line.GetProperty("time").GetDateTimeOffset().ShouldBeInRange(before, DateTimeOffset.UtcNow);
        line.GetProperty("duration_ms").GetDouble().ShouldBeGreaterThan(0);
        File.ReadAllText(Log.Files[0]).ShouldNotContain("secret door");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Log.Files[0]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task FailuresSayWhatFailedAndIdsAreKeptOnlyWhenTheyAreNames()
    {
        await _gateway.PostAsync("/query", """{"query":""}""");
        await _gateway.Client.GetAsync(new Uri("/runs/run_42", UriKind.Relative));
        await _gateway.Client.GetAsync(new Uri("/documents/a%20b%22c", UriKind.Relative));

        (await Log.RequestAsync(line => line.GetProperty("route").GetString() == "/query")).GetProperty("error").GetString().ShouldBe("VALIDATION_ERROR");
        (await Log.RequestAsync(line => line.GetProperty("route").GetString() == "/runs/{id}")).GetProperty("run_id").GetString().ShouldBe("run_42");
        var odd = await Log.RequestAsync(line => line.GetProperty("route").GetString() == "/documents/{id}");
        odd.GetProperty("status").GetInt32().ShouldBe(400);
        odd.TryGetProperty("id", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task ProbesAndPagesAreNotWrittenDown()
    {
        foreach (var path in (string[])["/health", "/ready", "/metrics", "/", "/openapi.json", "/nowhere"])
            await _gateway.Client.GetAsync(new Uri(path, UriKind.Relative));
        await _gateway.Client.GetAsync(new Uri("/documents", UriKind.Relative));

        await Log.RequestAsync(line => line.GetProperty("route").GetString() == "/documents");

        Log.Of("request").Count().ShouldBe(1);
    }

    [Fact]
    public async Task WhoIsNotLetInIsWrittenDownWithoutWhatWasSent()
    {
        _gateway.Client.DefaultRequestHeaders.Remove("X-API-Key");
        _gateway.Client.DefaultRequestHeaders.Add("X-API-Key", "mcts_swordfish");
        await _gateway.Client.GetAsync(new Uri("/documents?api_key=swordfish", UriKind.Relative));

        var line = await Log.RequestAsync(line => line.GetProperty("status").GetInt32() == 401);

        line.TryGetProperty("client", out _).ShouldBeFalse();
        line.GetProperty("error").GetString().ShouldBe("AUTHENTICATION_ERROR");
        line.GetRawText().ShouldNotContain("swordfish");
    }

    [Fact]
    public async Task AKeyThatIsSentAsANameIsNotWrittenDown()
    {
        await using var gateway = await TestGateway.StartAsync(_upstream, ("ApiKeys:0:Roles", "admin"), ("Audit:IncludeQuery", "true"));
        gateway.Client.DefaultRequestHeaders.Add("X-Request-ID", "mcts_swordfish1");
        await gateway.Client.GetAsync(new Uri("/runs/mcts_swordfish2", UriKind.Relative));
        await gateway.PostAsync("/query", """{"query":"Is mcts_swordfish3 a good key?"}""");
        await gateway.PostAsync("/admin/keys", """{"client_id":"reporting"}""");
        var log = new AuditLog(gateway.DataFolder);
        await log.RequestAsync(line => line.GetProperty("route").GetString() == "/admin/keys");

        var run = await log.RequestAsync(line => line.GetProperty("route").GetString() == "/runs/{id}");
        run.GetProperty("request_id").GetString().ShouldBe("***MASKED***");
        run.GetProperty("run_id").GetString().ShouldBe("***MASKED***");
        (await log.RequestAsync(line => line.GetProperty("route").GetString() == "/query")).GetProperty("query").GetString().ShouldBe("Is ***MASKED*** a good key?");
        log.Of("key_added").ShouldHaveSingleItem().GetProperty("request_id").GetString().ShouldBe("***MASKED***");
        log.Lines.ShouldAllBe(line => !line.GetRawText().Contains("swordfish"));
    }

    [Fact]
    public async Task MadeAndRevokedKeysAreWrittenDownWithWhoDidIt()
    {
        await using var gateway = await TestGateway.StartAsync(_upstream, ("ApiKeys:0:Roles", "admin"));
        using var created = await gateway.PostAsync("/admin/keys", """{"client_id":"reporting"}""");
        var body = JsonElement.Parse(await created.Content.ReadAsStringAsync());
        var id = body.GetProperty("info").GetProperty("id").GetString()!;
        await gateway.Client.DeleteAsync(new Uri($"/admin/keys/{id}", UriKind.Relative));
        await gateway.Client.DeleteAsync(new Uri($"/admin/keys/{id}", UriKind.Relative));
        var log = new AuditLog(gateway.DataFolder);
        await log.RequestAsync(line => line.GetProperty("method").GetString() == "DELETE");

        var added = log.Of("key_added").ShouldHaveSingleItem();
        added.GetProperty("key").GetString().ShouldBe(id);
        added.GetProperty("client").GetString().ShouldBe("reporting");
        added.GetProperty("by").GetString().ShouldBe("client_0");
        added.GetProperty("by_key").GetString().ShouldBe("config_0");
        log.Of("key_revoked").ShouldHaveSingleItem();
        File.ReadAllText(log.Files[0]).ShouldNotContain(body.GetProperty("key").GetString()!);
    }

    [Fact]
    public async Task QuestionsAreWrittenDownWhenASettingSaysSo()
    {
        await using var gateway = await TestGateway.StartAsync(_upstream, ("Audit:IncludeQuery", "true"));
        using var response = await gateway.PostAsync("/query", """{"query":"Where is \"the\" door?\nThere?"}""");

        var line = await new AuditLog(gateway.DataFolder).RequestAsync(_ => true);

        line.GetProperty("query").GetString().ShouldBe("Where is \"the\" door?\nThere?");
    }

    [Fact]
    public async Task NothingIsWrittenDownWhenASettingSaysSo()
    {
        await using var gateway = await TestGateway.StartAsync(_upstream, ("Audit:Enabled", "false"));

        (await gateway.PostAsync("/query", """{"query":"Why?"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

        new AuditLog(gateway.DataFolder).Files.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("continue", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("refuse", HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable)]
    public async Task ALogThatCannotBeWrittenIsToldByReadyAndStopsRequestsOnlyWhenASettingSaysSo(string policy, HttpStatusCode expected, HttpStatusCode ready)
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync("""{"ready":true,"checks":{"llm_gateway":true},"backends":{}}"""u8.ToArray());
        });
        using var folder = new TemporaryFolder();
        // A file where the folder must be: even root can't write there.
        Directory.CreateDirectory(folder.File("gateway"));
        await File.WriteAllTextAsync(folder.File("gateway", "audit"), "");
        await using var gateway = await TestGateway.StartAsync(upstream, ("Audit:OnFailure", policy), ("MCTS_DATA_DIR", folder.Path));

        (await gateway.PostAsync("/query", """{"query":"Why?"}""")).StatusCode.ShouldBe(expected);
        (await ReadyAsync(gateway)).ShouldBe((ready, false));

        File.Delete(folder.File("gateway", "audit"));
        await Eventually.HoldsAsync(async () => await ReadyAsync(gateway) == (HttpStatusCode.OK, true));
        (await gateway.PostAsync("/query", """{"query":"And now?"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await new AuditLog(folder.Path).RequestAsync(_ => true);
        gateway.Logs.Lines.Count(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("audit", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static async Task<(HttpStatusCode Status, bool Audit)> ReadyAsync(TestGateway gateway)
    {
        using var response = await gateway.Client.GetAsync(new Uri("/ready", UriKind.Relative));
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("checks").GetProperty("audit_log").GetBoolean());
    }
}
