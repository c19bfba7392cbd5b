using System.Diagnostics;
using System.Globalization;
using MctsAspire.AppHost.CommandLine;
using MctsAspire.AppHost.Commands;
using MctsAspire.AppHost.Settings;
using MctsAspire.AppHost.Tracing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.AppHost.Asking;

/// <summary>Runs the application for one question. The answer goes to standard output, progress to standard error.</summary>
internal static class AskCommand
{
    /// <summary>Starts the app, indexes, asks, prints, stops.</summary>
    /// <exception cref="AppException">Something refused; nothing is left running.</exception>
    public static async Task RunAsync(DistributedApplication app, AppOptions options, DevelopmentKey key)
    {
        var folder = options.Documents ?? Path.Combine(RepositoryFolder.Path, "samples", "knowledge");
        var documents = SourceDocument.ReadFolder(folder, Progress);

        var started = Stopwatch.GetTimestamp();
        Progress("starting the app");
        await using var session = await AppSession.StartAsync(app, resource => Progress($"  {resource} is ready"));
        if (session is null)
            return;

        Progress(string.Create(CultureInfo.InvariantCulture, $"ready after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s; indexing {documents.Count} documents of {options.Documents ?? Path.GetRelativePath(Directory.GetCurrentDirectory(), folder)}"));
        try
        {
            using var gateway = new GatewayClient(session.Address, key, TimeProvider.System, Progress);
            await gateway.StoreAsync(documents, session.Stopping);
            Progress("asking");
            var (trace, span) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
            var answer = await gateway.AskAsync(options.Question, $"00-{trace}-{span}-01", session.Stopping);
            Console.Out.WriteLine(AnswerText.Write(options.Question, answer));
            if (options.Trace)
                Console.Out.WriteLine(await TraceReader.ReadAsync(session.Services.GetRequiredService<IConfiguration>(), trace.ToString(), span.ToString(), session.Stopping));
        }
        catch (OperationCanceledException) when (session.Stopping.IsCancellationRequested)
        {
            Progress("given up");
        }
    }

    private static void Progress(string line) => Console.Error.WriteLine(line);
}
