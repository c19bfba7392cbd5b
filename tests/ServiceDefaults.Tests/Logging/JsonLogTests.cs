using System.Buffers;
using System.Text;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.ServiceDefaults.Tests.Logging;

public sealed class JsonLogTests
{
    private static readonly DateTimeOffset Now = new(2025, 1, 31, 10, 0, 0, TimeSpan.Zero);

    private readonly LoggerExternalScopeProvider _scopes = new();
    private readonly JsonLog _log = new(
        new SecretRedactor(["hunter2hunter2"]), new ServiceIdentity("test", "1.0.0", Now), new FakeTimeProvider(Now));

    [Fact]
    public void AnEntryIsOneObjectOnOneLine()
    {
        var line = Write(LogLevel.Warning, null, "Took {Milliseconds} ms\nfor {Name} and {Nothing}, {Flag}", 1.5, "a\r\nb", null, true);

        line.ShouldEndWith("\n");
        line.TrimEnd('\r', '\n').ShouldNotContain("\n");
        var json = JsonElement.Parse(line);
        json.GetProperty("timestamp").GetString().ShouldBe("2025-01-31T10:00:00.000000Z");
        json.GetProperty("level").GetString().ShouldBe("WARNING");
        json.GetProperty("service").GetString().ShouldBe("test");
        json.GetProperty("logger").GetString().ShouldBe("category");
        json.GetProperty("message").GetString().ShouldBe("Took 1.5 ms\nfor a\r\nb and (null), True");
        var attributes = json.GetProperty("attributes");
        attributes.GetProperty("Milliseconds").GetDouble().ShouldBe(1.5);
        attributes.GetProperty("Nothing").ValueKind.ShouldBe(JsonValueKind.Null);
        attributes.GetProperty("Flag").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void AMomentAmongTheValuesHasTheFormOfAllMoments() =>
        JsonElement.Parse(Write(LogLevel.Information, null, "Ended before {Before}", new DateTimeOffset(2025, 1, 31, 12, 0, 0, TimeSpan.FromHours(2))))
            .GetProperty("attributes").GetProperty("Before").GetString().ShouldBe("2025-01-31T10:00:00.000000Z");

    [Theory]
    [InlineData(LogLevel.Trace, "DEBUG")]
    [InlineData(LogLevel.Debug, "DEBUG")]
    [InlineData(LogLevel.Information, "INFO")]
    [InlineData(LogLevel.Warning, "WARNING")]
    [InlineData(LogLevel.Error, "ERROR")]
    [InlineData(LogLevel.Critical, "CRITICAL")]
    public void LevelsHaveTheSeedsNames(LogLevel level, string name) =>
        JsonElement.Parse(Write(level, null, "text")).GetProperty("level").GetString().ShouldBe(name);

    [Fact]
    public void NothingSecretLeavesByAnyPart()
    {
        using (_scopes.Push(new Dictionary<string, object> { ["outer"] = "Authorization: Bearer swordfish1", ["X-API-Key"] = "swordfish2" }))
        using (_scopes.Push("using hunter2hunter2"))
        {
            var line = Write(
                LogLevel.Error,
                new InvalidOperationException("Password=swordfish3", new HttpRequestException("https://u:swordfish4@host")),
                "{ApiKey} {List} {Object} hunter2hunter2 {mcts_swordfish5key}",
                "swordfish6",
                new[] { "sk-swordfish7", "b" },
                new Uri("redis://:swordfish8@host"),
                1);

            line.ShouldNotContain("swordfish");
            line.ShouldNotContain("hunter2");
            var json = JsonElement.Parse(line);
            json.GetProperty("message").GetString()!.ShouldStartWith("***MASKED*** ***MASKED***, b redis://");
            json.GetProperty("exception").GetProperty("type").GetString().ShouldBe("System.InvalidOperationException");
            json.GetProperty("exception").GetProperty("detail").GetString()!.ShouldContain("HttpRequestException");
        }
    }

    [Fact]
    public void AnAttributeForWhichThereIsNoRoomIsHiddenInTheMessageAllTheSame()
    {
        using (_scopes.Push(Enumerable.Range(0, 100).ToDictionary(number => $"n{number}", object (number) => number)))
        {
            var line = Write(LogLevel.Information, null, "with {Password} and {Last}", "swordfish", "shown");

            line.ShouldNotContain("swordfish");
            var json = JsonElement.Parse(line);
            json.GetProperty("message").GetString().ShouldBe("with ***MASKED*** and shown");
            json.GetProperty("attributes").EnumerateObject().Count().ShouldBe(64);
        }
    }

    [Fact]
    public void ScopesGiveTheirValuesAndTheInnermostWins()
    {
        using (_scopes.Push(new Dictionary<string, object> { ["a"] = 1, ["b"] = 1, ["request_id"] = "outer" }))
        using (_scopes.Push(new Dictionary<string, object> { ["b"] = 2, ["request_id"] = "inner" }))
        {
            var json = JsonElement.Parse(Write(LogLevel.Information, null, "text"));

            json.GetProperty("attributes").GetProperty("a").GetInt32().ShouldBe(1);
            json.GetProperty("attributes").GetProperty("b").GetInt32().ShouldBe(2);
            json.GetProperty("request_id").GetString().ShouldBe("inner");
        }
    }

    [Fact]
    public void BrokenTextAndOddNumbersAreStillJson()
    {
        var json = JsonElement.Parse(Write(LogLevel.Information, null, "{Text} {Number}", "lone \ud800 and \0", double.NaN));

        json.GetProperty("attributes").GetProperty("Text").GetString().ShouldBe("lone \ufffd and \0");
        json.GetProperty("attributes").GetProperty("Number").GetString().ShouldBe("NaN");
    }

    [Fact]
    public void AnEntryIsBounded()
    {
        var line = Write(LogLevel.Information, null, "{Text}", new string('x', 1_000_000));

        line.Length.ShouldBeLessThan(3 * SecretRedactor.MaximumLength);
    }

    private string Write(LogLevel level, Exception? exception, string template, params object?[] values)
    {
        var writer = new ArrayBufferWriter<byte>();
        var capture = new Capture(this, writer, exception);
#pragma warning disable CA2254 // The template is the test's.
        capture.Log(level, exception, template, values);
#pragma warning restore CA2254
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    /// <summary>Lets the framework make the entry from the template.</summary>
    private sealed class Capture(JsonLogTests test, ArrayBufferWriter<byte> writer, Exception? exception) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? _, Func<TState, Exception?, string> formatter) =>
            test._log.Write(writer, logLevel, "category", eventId, state, exception, formatter, test._scopes);
    }
}
