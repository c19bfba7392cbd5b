using MctsAspire.AppHost.Settings;

namespace MctsAspire.AppHost.Commands;

/// <summary>Runs the application until Ctrl-C.</summary>
internal static class RunCommand
{
    private const string Question = "Recommend defensive positions for a night attack scenario";

    /// <summary>Runs it and says when it is ready.</summary>
    public static async Task RunAsync(DistributedApplication app, DevelopmentKey key)
    {
        await using var session = await AppSession.StartAsync(app, _ => { });
        if (session is null)
            return;

        // One write, so that no line of a service comes between. A console that nobody reads must not keep the app from stopping.
        var address = session.Address.GetLeftPart(UriPartial.Authority);
        var text = string.Join(Environment.NewLine,
        [
            "",
            $"ready: {address}",
            $"API key ({key.Origin}): {key.Value}",
            "ask, in another terminal, once you posted documents (README.md shows how):",
            Curl(address, key.Value),
            "",
            "",
        ]);
        var stop = session.WaitForStopAsync();
        await Task.WhenAny(Task.Run(() => Console.Out.Write(text)), stop);
        await stop;
    }

    /// <summary>A command that asks a question, for bash.</summary>
    internal static string Curl(string address, string key) =>
        $$"""curl -s {{address}}/query -H {{Quote("X-API-Key: " + key)}} -H 'Content-Type: application/json' -d '{"query": "{{Question}}"}'""";

    private static string Quote(string text) => "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
