using System.Collections.Concurrent;
using System.Text.Json;
using MctsAspire.Gateway.Tests.Authentication.Tokens;
using MctsAspire.Gateway.Tests.Fuzzing;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Documentation;

/// <summary>Every way to be refused, tried on every route of real Gateways that it can come to.</summary>
public sealed class Refusals : IAsyncLifetime
{
    private const string User = "a key that may not administer";
    private const string Spent = "a key that has no request left";
    private const string Json = "Content-Type: application/json\r\n";
    private const string EmptyObject = Json + "Content-Length: 2\r\n";

    // It asks nobody who it is, and is asked in its own methods alone.
    private static readonly ErrorCode[] NotTheOrchestrators = [ErrorCode.Authentication, ErrorCode.Authorization, ErrorCode.MethodNotAllowed];
    private static readonly string Known = Key(TestGateway.Key);

    private static readonly (string Name, string Value)[] Keys =
    [
        ("ApiKeys:0:Roles", "user,admin"),
        ("Jwt:Issuer", TestIssuer.Name), ("Jwt:Audience", TestIssuer.Audience), ("Jwt:HmacSecret", TestIssuer.Secret),
        ("ApiKeys:2:Hash", TestGateway.HashOf(User)),
        ("ApiKeys:3:Hash", TestGateway.HashOf(Spent)), ("ApiKeys:3:ClientId", "spent"), ("ApiKeys:3:Roles", "user,admin"), ("ApiKeys:3:Limits:PerDay", "1"),
    ];

    /// <summary>The document.</summary>
    internal ApiDocument Document { get; private set; } = null!;

    /// <summary>What was answered: to which route, in which case, with which status it had to be, and how it was.</summary>
    internal ConcurrentQueue<(ApiOperation Operation, string Case, int Expected, HttpAnswer Answer)> Answers { get; } = [];

    public async Task InitializeAsync()
    {
        await AskOneThatWorksAsync();
        await AskWithoutAnOrchestratorAsync();
        await AskWithASilentOrchestratorAsync();
        await AskSlowlyAsync();
        await AskWhereThereIsNoRoomAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static string Key(string key) => $"X-API-Key: {key}\r\n";

    private async Task AskOneThatWorksAsync()
    {
        var failure = (Status: 200, Code: ErrorCode.Internal);
        await using var upstream = await Upstream.StartAsync(context => FailAsync(context, failure.Status, failure.Code));
        await using var gateway = await TestGateway.StartAsync(upstream, Keys);
        Document = await ApiDocument.ReadAsync(gateway);
        (await new FuzzConnection(gateway.Address).SendAsync(Case("the last request", Document.Operations.First(operation => operation.Path == "/stats").Request(Key(Spent)))))[0].Status.ShouldBe(200);
        // No key has a role that there is not; a token may.
        var reader = $"Authorization: Bearer {TestIssuer.Hs256(TestIssuer.Claims(claims => claims["roles"] = "reader"))}\r\n";
        foreach (var operation in Document.Operations)
        {
            await TryAsync("a header without a name", 400, operation.Request($"{Known}: a\r\n"));
            await TryAsync("two ends of a body", 400, operation.Request($"{Known}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"));
            await TryAsync("an unknown coding", 400, operation.Request($"{Known}Transfer-Encoding: gzip, chunked\r\n"));
            await TryAsync("another protocol", 400, [.. "GARBAGE\r\n\r\n"u8]);
            await TryAsync("a long address", 414, operation.Request(Known, query: $"?{new string('a', 9000)}"));
            await TryAsync("many headers", 431, operation.Request(string.Concat(Enumerable.Repeat("X-A: a\r\n", 120))));
            await TryAsync("another method", 405, operation.Request(Known, "PATCH"));
            await TryAsync("a method that asks", 405, operation.Request(Known, "QUERY"));
            await TryAsync("a method in other letters", 405, operation.Request(Known, operation.Method.ToLowerInvariant()));
            if (operation.NeedsKey)
            {
                await TryAsync("no key", 401, operation.Request());
                await TryAsync("a wrong key", 401, operation.Request(Key("mcts_wrong")));
                await TryAsync("no role", 403, operation.Request(reader));
                await TryAsync("no request left", 429, operation.Request(Key(Spent)));
            }

            if (operation.IsForAdmins)
                await TryAsync("another role", 403, operation.Request(Key(User)));
            if (operation.IsForwarded || operation.TakesBody)
                await TryAsync("a body that is too large", 413, operation.Request($"{Known}{Json}Content-Length: 99999999\r\n"));
            if (operation.TakesBody)
                await TryAsync("a body of another kind", 415, [.. operation.Request($"{Known}Content-Type: text/csv\r\nContent-Length: 2\r\n"), .. "{}"u8]);
            if (operation.IsForwarded)
                await TryAsync("a body in an encoding", 415, [.. operation.Request($"{Known}{EmptyObject}Content-Encoding: gzip\r\n"), .. "{}"u8]);
            if (operation.Path.Contains("{id}", StringComparison.Ordinal))
                await TryAsync("a name that is none", 400, operation.Request(Known, target: operation.Path.Replace("{id}", "a%20b", StringComparison.Ordinal)));
            if (operation.Path == "/admin/keys/{id}")
            {
                await TryAsync("a key that there is not", 404, operation.Request(Known));
                await TryAsync("a key of the configuration", 409, operation.Request(Known, target: "/admin/keys/config_0"));
            }

            if (!operation.IsForwarded)
                continue;
            foreach (var code in ErrorCode.All.Except(NotTheOrchestrators).Where(code => operation.Errors.Contains(code.HttpStatus)))
            {
                failure = (code.HttpStatus, code);
                await TryAsync($"{code.Name} of the Orchestrator", code.HttpStatus, WithExample(operation));
            }

            Task TryAsync(string name, int expected, byte[] request) => this.TryAsync(gateway, operation, name, expected, request);
        }
    }

    private async Task AskWithoutAnOrchestratorAsync()
    {
        await using var gateway = await TestGateway.StartAsync(new Uri($"http://127.0.0.1:{FreePort.Next()}"), Keys);
        foreach (var operation in Document.Operations.Where(operation => operation.IsForwarded || operation.Path == "/ready"))
            await TryAsync(gateway, operation, "no Orchestrator", 503, WithExample(operation));
    }

    private async Task AskWithASilentOrchestratorAsync()
    {
        await using var upstream = await Upstream.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var gateway = await TestGateway.StartAsync(upstream, [.. Keys, ("Forwarding:LookupTimeoutSeconds", "0.05"), ("Forwarding:WorkTimeoutSeconds", "0.05")]);
        foreach (var operation in Document.Operations.Where(operation => operation.IsForwarded))
            await TryAsync(gateway, operation, "a silent Orchestrator", 504, WithExample(operation));
    }

    private async Task AskSlowlyAsync()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, [.. Keys, ("Server:HeadersTimeoutSeconds", "1"), ("Server:MinBytesPerSecond", "100000"), ("Server:MinBytesGraceSeconds", "2")]);
        await Task.WhenAll(Document.Operations.SelectMany(operation =>
        {
            var tries = new List<Task> { TryAsync(gateway, operation, "a head that does not end", 408, operation.Request(Known)[..^2]) };
            if (operation.IsForwarded || operation.TakesBody)
                tries.Add(TryAsync(gateway, operation, "a body that does not end", 408, operation.Request($"{Known}{Json}Content-Length: 1000\r\n")));
            return tries;
        }));
    }

    private async Task AskWhereThereIsNoRoomAsync()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, [.. Keys, ("Server:MaxConnections", "1")]);
        // The one that there is room for stays open.
        (await gateway.Client.GetAsync(new Uri("/health", UriKind.Relative))).EnsureSuccessStatusCode();
        foreach (var operation in Document.Operations)
            await TryAsync(gateway, operation, "no room", 503, operation.Request(Known));
    }

    private async Task TryAsync(TestGateway gateway, ApiOperation operation, string name, int expected, byte[] request)
    {
        var answers = await new FuzzConnection(gateway.Address).SendAsync(Case(name, request));
        Answers.Enqueue((operation, name, expected, answers[0]));
    }

    private static FuzzCase Case(string name, byte[] request) => new(name, request) { IsWhole = true };

    /// <summary>A request that the Gateway lets through: with the example of its description as its body.</summary>
    private static byte[] WithExample(ApiOperation operation)
    {
        if (!operation.TakesBody)
            return operation.Request(Known);
        var content = operation.Described.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        var example = content.TryGetProperty("example", out var only) ? only : content.GetProperty("examples").EnumerateObject().First().Value.GetProperty("value");
        var body = JsonSerializer.SerializeToUtf8Bytes(example);
        return [.. operation.Request($"{Known}{Json}Content-Length: {body.Length}\r\n"), .. body];
    }

    private static Task FailAsync(HttpContext context, int status, ErrorCode code)
    {
        context.Response.StatusCode = status;
        if (code == ErrorCode.RateLimitExceeded || code == ErrorCode.Llm || code == ErrorCode.ServiceUnavailable)
            context.Response.Headers.RetryAfter = "3";
        return OpenAiErrorResponse.IsFor(context.Request.Path)
            ? context.Response.WriteAsJsonAsync(OpenAiErrorResponse.Create(code, "model: failed."), StrictJson.Options)
            : context.Response.WriteAsJsonAsync(ErrorResponse.Create(code, "It failed.", DateTimeOffset.UnixEpoch), StrictJson.Options);
    }
}
