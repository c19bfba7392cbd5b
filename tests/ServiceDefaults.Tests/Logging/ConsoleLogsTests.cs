using System.Text;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Logging;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Tests.Logging;

public sealed class ConsoleLogsTests
{
    private static readonly JsonLog Log = new(new SecretRedactor([]), new ServiceIdentity("test", "1.0.0", DateTimeOffset.UnixEpoch), TimeProvider.System);

    [Fact]
    public async Task LinesOfManyThreadsAreWholeAndAllThereAtTheEnd()
    {
        const int threads = 8, lines = 2000;
        var output = new MemoryStream();
        using (var logs = new ConsoleLogs(Log, output))
        {
            var logger = logs.CreateLogger("many");
            await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    for (var i = 0; i < lines; i++)
                        logger.LogInformation("{Thread} {Line}", thread, i);
                },
                TaskCreationOptions.LongRunning)));
        }

        var found = Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line).GetProperty("attributes")).ToList();
        found.Count.ShouldBe(threads * lines);
        foreach (var ofThread in found.GroupBy(line => line.GetProperty("Thread").GetInt32()))
            ofThread.Select(line => line.GetProperty("Line").GetInt32()).ShouldBe(Enumerable.Range(0, lines));
    }

    [Fact]
    public async Task ALineIsWrittenWithoutAnotherOne()
    {
        var output = new Awaited();
        using var logs = new ConsoleLogs(Log, output);

        logs.CreateLogger("one").LogWarning("alone");

        (await output.Written.WaitAsync(TimeSpan.FromSeconds(60))).ShouldContain("alone");
    }

    [Fact]
    public void AnOutputThatIsGoneEndsNothing()
    {
        using var logs = new ConsoleLogs(Log, new Broken());

        Should.NotThrow(() => logs.CreateLogger("broken").LogWarning("lost"));
    }

    [Fact]
    public void WhatIsLoggedWhileAnEntryIsReadIsALineOfItsOwn()
    {
        var output = new MemoryStream();
        using (var logs = new ConsoleLogs(Log, output))
        {
            var logger = logs.CreateLogger("nested");
            // So that the thread has a line to take.
            logger.LogInformation("first");

            logger.LogInformation("outer {Value}", new LoggingValue(logger));
        }

        MessagesIn(output).ShouldBe(["first", "inner", "outer value"]);
    }

    [Fact]
    public void ALineAfterALongOneIsWhole()
    {
        var output = new MemoryStream();
        using (var logs = new ConsoleLogs(Log, output))
        {
            var logger = logs.CreateLogger("long");
            logger.LogInformation("{Text}", new string('x', 100_000));
            logger.LogInformation("short");
        }

        var messages = MessagesIn(output);
        messages.Count.ShouldBe(2);
        messages[1].ShouldBe("short");
    }

    private static List<string> MessagesIn(MemoryStream output) =>
        [.. Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line).GetProperty("message").GetString()!)];

    /// <summary>Logs when it is made a text for the first time.</summary>
    private sealed class LoggingValue(ILogger logger)
    {
        private bool _hasLogged;

        public override string ToString()
        {
            if (!_hasLogged)
            {
                _hasLogged = true;
                logger.LogInformation("inner");
            }

            return "value";
        }
    }

    private sealed class Awaited : MemoryStream
    {
        private readonly TaskCompletionSource<string> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Written => _written.Task;

        public override void Write(ReadOnlySpan<byte> buffer) => _written.TrySetResult(Encoding.UTF8.GetString(buffer));
    }

    private sealed class Broken : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("gone");
    }
}
