using System.Net;
using System.Text.Json;
using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Authentication.Administration;

public sealed class KeyRouteTests : IAsyncLifetime
{
    private const string AdminKey = "the key of an administrator by configuration";

    private Upstream _upstream = null!;
    private TestGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _upstream = await Upstream.StartAsync();
        _gateway = await TestGateway.StartAsync(_upstream, ("ApiKeys:1:Hash", TestGateway.HashOf(AdminKey)), ("ApiKeys:1:Roles", "user,admin"), ("ApiKeys:1:ClientId", "ops"));
        Use(AdminKey);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task ANewKeyIsShownOnceAndWorksAtOnce()
    {
        using var response = await _gateway.PostAsync("/admin/keys", """{"client_id":"reporting","expires_at":"2035-01-31T00:00:00Z","limits":{"per_minute":500},"note":"nightly"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var created = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        var key = created.GetProperty("key").GetString()!;
        key.ShouldMatch("^mcts_[A-Za-z0-9_-]{43}$");
        var info = created.GetProperty("info");
        info.GetProperty("client_id").GetString().ShouldBe("reporting");
        info.GetProperty("roles").EnumerateArray().Select(role => role.GetString()).ShouldBe(["user"]);
        info.GetProperty("status").GetString().ShouldBe("active");
        info.GetProperty("source").GetString().ShouldBe("store");
        info.GetProperty("expires_at").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2035, 1, 31, 0, 0, 0, TimeSpan.Zero));
        info.GetProperty("limits").GetProperty("per_minute").GetInt32().ShouldBe(500);
        info.GetProperty("note").GetString().ShouldBe("nightly");

        Use(key);
        (await _gateway.Client.GetAsync(new Uri("/documents", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        _upstream.Single.Headers["X-Client-Id"].ShouldBe("reporting");
        Use(AdminKey);
        (await ListAsync("")).GetRawText().ShouldNotContain(key);
        _gateway.Logs.Text.ShouldNotContain(key);
        (await File.ReadAllTextAsync(Path.Combine(_gateway.DataFolder, "gateway", FileKeyStore.FileName))).ShouldNotContain(key);
    }

    [Fact]
    public async Task AKeyThatCannotBeIsToldByItsField()
    {
        (string Body, string Field)[] cases =
        [
            ("""{"client_id":"a b"}""", "client_id"),
            ("""{"client_id":""}""", "client_id"),
            ("""{}""", "client_id"),
            ("""{"client_id":"a","roles":["root"]}""", "roles"),
            ("""{"client_id":"a","roles":[]}""", "roles"),
            ("""{"client_id":"a","roles":["user","admin","user"]}""", "roles"),
            ("""{"client_id":"a","expires_at":"2001-01-01T00:00:00Z"}""", "expires_at"),
            ("""{"client_id":"a","expires_at":"2099-01-01T00:00:00Z"}""", "expires_at"),
            ("""{"client_id":"a","expires_at":"soon"}""", "expires_at"),
            ("""{"client_id":"a","expires_at":"2030-02-31T00:00:00Z"}""", "expires_at"),
            ("""{"client_id":"a","limits":{"per_minute":0}}""", "limits.per_minute"),
            ("""{"client_id":"a","limits":{"per_week":1}}""", "limits.per_week"),
            ("""{"client_id":"a","note":"\u001b[2J"}""", "note"),
            ("""{"client_id":"a","key":"mcts_mine"}""", "key"),
        ];
        foreach (var (body, field) in cases)
        {
            using var response = await _gateway.PostAsync("/admin/keys", body);

            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await TestGateway.ErrorOfAsync(response)).Message.ShouldStartWith(field);
            (await ListAsync("")).GetProperty("total").GetInt32().ShouldBe(2);
        }
    }

    [Theory]
    [InlineData("2027-01-01")]
    [InlineData("05/06/2027")]
    public async Task AnEndOfAnotherFormIsToldByAnExample(string end)
    {
        using var response = await _gateway.PostAsync("/admin/keys", $$"""{"client_id":"a","expires_at":"{{end}}"}""");

        (await TestGateway.ErrorOfAsync(response)).Message.ShouldBe("expires_at: must be a time with its offset from UTC, as 2027-01-01T00:00:00Z");
    }

    [Fact]
    public async Task ListsComeInPages()
    {
        for (var i = 0; i < 5; i++)
            await AddAsync($"client-{i}");

        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = await ListAsync($"?limit=3{(after is null ? "" : $"&after={after}")}");
            page.GetProperty("total").GetInt32().ShouldBe(7);
            ids.AddRange(page.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("client_id").GetString()!));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);

        ids.ShouldBe(["client_0", "ops", "client-0", "client-1", "client-2", "client-3", "client-4"]);
    }

    [Fact]
    public async Task APageThatCannotBeIsToldByItsParameter()
    {
        (string Query, string Parameter)[] cases =
        [
            ("?limit=0", "limit"),
            ("?limit=1001", "limit"),
            ("?limit=many", "limit"),
            ("?limit=1&limit=2", "limit"),
            ("?after=key_unknown", "after"),
            ("?role=admin", "query"),
        ];
        foreach (var (query, parameter) in cases)
        {
            using var response = await _gateway.Client.GetAsync(new Uri($"/admin/keys{query}", UriKind.Relative));

            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await TestGateway.ErrorOfAsync(response)).Message.ShouldStartWith(parameter);
        }
    }

    [Fact]
    public async Task ARevokedKeyStopsAtOnceAndStaysInTheList()
    {
        var (id, key) = await AddAsync("gone");

        (await DeleteAsync(id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await DeleteAsync(id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Use(key);
        (await _gateway.Client.GetAsync(new Uri("/documents", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        Use(AdminKey);
        (await ListAsync("")).GetProperty("keys").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id).GetProperty("status").GetString().ShouldBe("revoked");
    }

    [Fact]
    public async Task WhatCannotBeRevokedIsToldWhy()
    {
        (string Id, HttpStatusCode Expected)[] cases =
        [
            ("key_0123456789abcdef", HttpStatusCode.NotFound),
            ("config_7", HttpStatusCode.NotFound),
            ("config_1", HttpStatusCode.Conflict),
            ("a%20b", HttpStatusCode.BadRequest),
        ];
        foreach (var (id, expected) in cases)
        {
            using var response = await DeleteAsync(id);

            response.StatusCode.ShouldBe(expected);
            if (expected == HttpStatusCode.Conflict)
                (await TestGateway.ErrorOfAsync(response)).Message.ShouldContain("remove ApiKeys__1__Hash");
        }
    }

    [Fact]
    public async Task TheLastKeyThatAdministersDoesNotRevokeItself()
    {
        await using var gateway = await TestGateway.StartAsync(_upstream);
        var store = new FileKeyStore(Path.Combine(gateway.DataFolder, "gateway"), TimeProvider.System);
        var (one, other) = (NewKey.Create("one", ["admin"], new(), null, null, DateTimeOffset.UtcNow), NewKey.Create("other", ["admin"], new(), null, null, DateTimeOffset.UtcNow));
        await store.AddAsync(one.Stored, default);
        await store.AddAsync(other.Stored, default);
        gateway.Client.DefaultRequestHeaders.Clear();
        gateway.Client.DefaultRequestHeaders.Add("X-API-Key", one.Text);
        await Eventually.HoldsAsync(async () => (await gateway.Client.DeleteAsync(new Uri($"/admin/keys/{other.Stored.Id}", UriKind.Relative))).StatusCode == HttpStatusCode.NoContent);

        using var response = await gateway.Client.DeleteAsync(new Uri($"/admin/keys/{one.Stored.Id}", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await TestGateway.ErrorOfAsync(response)).Message.ShouldContain($"keys revoke {one.Stored.Id}");
    }

    [Fact]
    public async Task AnAdministratorMayRevokeItselfWhenThereIsAnother()
    {
        var (id, key) = await AddAsync("second", "admin");
        Use(key);

        (await DeleteAsync(id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await DeleteAsync(id)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AUserMayNotAdminister()
    {
        Use(TestGateway.Key);

        using var response = await _gateway.PostAsync("/admin/keys", """{"client_id":"mine","roles":["admin"]}""");

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe("AUTHORIZATION_ERROR");
    }

    [Fact]
    public async Task AStoreThatCannotBeWrittenIsNoFaultOfTheRequest()
    {
        Directory.CreateDirectory(Path.Combine(_gateway.DataFolder, "gateway"));
        await File.WriteAllTextAsync(Path.Combine(_gateway.DataFolder, "gateway", FileKeyStore.FileName), "damaged");

        using var response = await _gateway.PostAsync("/admin/keys", """{"client_id":"a"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var message = (await TestGateway.ErrorOfAsync(response)).Message;
        message.ShouldNotContain(_gateway.DataFolder);
        message.ShouldBe("The store of keys can't be used now; the Gateway's log says what is wrong with it, under the id of this request.");
        _gateway.Logs.Lines.ShouldContain(line => line.Contains("Request failed", StringComparison.Ordinal) && line.Contains("keys.json can't be used", StringComparison.Ordinal));
    }

    private void Use(string key)
    {
        _gateway.Client.DefaultRequestHeaders.Clear();
        _gateway.Client.DefaultRequestHeaders.Add("X-API-Key", key);
    }

    private async Task<(string Id, string Key)> AddAsync(string client, string role = "user")
    {
        using var response = await _gateway.PostAsync("/admin/keys", $$"""{"client_id":"{{client}}","roles":["{{role}}"]}""");
        var created = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return (created.GetProperty("info").GetProperty("id").GetString()!, created.GetProperty("key").GetString()!);
    }

    private async Task<JsonElement> ListAsync(string query) => JsonElement.Parse(await _gateway.Client.GetStringAsync(new Uri($"/admin/keys{query}", UriKind.Relative)));

    private Task<HttpResponseMessage> DeleteAsync(string id) => _gateway.Client.DeleteAsync(new Uri($"/admin/keys/{id}", UriKind.Relative));
}
