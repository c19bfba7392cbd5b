using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.ServiceDefaults.Correlation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Orchestrator.Tests.Rest;

public sealed class TelemetryTests
{
    [Fact]
    public async Task ARunIsOneTraceWithASpanForEachNodeAndCall()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "MctsAspire.Orchestrator" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await RunningOrchestrator.StartAsync();

        var answer = await app.PostAsync("/query", new { query = "What colour is the tank?" });

        var runId = answer.GetProperty("metadata").Text("run_id");
        var run = spans.Single(span => span.OperationName == "run" && (string?)span.GetTagItem("run_id") == runId);
        var names = spans.Where(span => span.TraceId == run.TraceId && span.Source.Name == "MctsAspire.Orchestrator").Select(span => span.OperationName).ToHashSet();
        names.IsSupersetOf(["run", "retrieve_context", "route_decision", "hrm", "trm", "mcts", "aggregate_results", "evaluate_consensus", "synthesize", "search", "decompose"]).ShouldBeTrue();
        run.ParentSpanId.ShouldNotBe(default);
    }

    [Fact]
    public async Task LogLinesOfARunNameTheRunAndTheRequest()
    {
        var lines = new ConcurrentBag<string>();
        await using var app = await RunningOrchestrator.StartAsync(
            configure: settings => settings["LOG_LEVEL"] = "INFO",
            services: services => services.AddLogging(logging => logging.AddProvider(new Lines(lines))));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/query") { Content = System.Net.Http.Json.JsonContent.Create(new { query = "What colour is the tank?" }) };
        request.Headers.Add("X-Request-ID", "request-7");

        using var response = await app.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("X-Request-ID").ShouldBe(["request-7"]);
        var line = lines.Single(line => line.Contains("completed in", StringComparison.Ordinal));
        line.ShouldContain("run_id=run_");
        line.ShouldContain("request_id=request-7");
    }

    /// <summary>Log lines with the request's id and the values of the scopes around them.</summary>
    private sealed class Lines(ConcurrentBag<string> lines) : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public ILogger CreateLogger(string categoryName) => new Line(this, lines);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Line(Lines owner, ConcurrentBag<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => owner._scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                // The writer of logs takes the request's id from there.
                var values = new List<string> { $"request_id={RequestCorrelation.Current}" };
                owner._scopes.ForEachScope(
                    (scope, all) => all.AddRange((scope as IEnumerable<KeyValuePair<string, object?>> ?? []).Select(value => $"{value.Key}={value.Value}")),
                    values);
                lines.Add($"{formatter(state, exception)} {string.Join(' ', values)}");
            }
        }
    }
}
