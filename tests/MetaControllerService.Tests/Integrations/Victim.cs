using System.Globalization;
using MctsAspire.MetaControllerService.Integrations.Http;

namespace MctsAspire.MetaControllerService.Tests.Integrations;

/// <summary>The program that <see cref="KillTests"/> kills: it confirms decisions and steps of a run, from a number on and without end.</summary>
internal static class Victim
{
    public static async Task Main(string[] arguments)
    {
        var settings = Outside.Settings(
            arguments[0], new Uri(arguments[1]), arguments[2], new Uri(arguments[3]), arguments[4], new Uri(arguments[5]), arguments[6]);
        await using var outside = Outside.Create(arguments[0], settings, new CallOptions { ShortestWait = TimeSpan.FromMilliseconds(1) });
        await outside.BeginAsync();
        var run = await outside.Tracker.StartAsync(new("killed", "killed", "train-rnn", new Dictionary<string, object?> { ["lr"] = 0.1 }), default);
        for (var i = int.Parse(arguments[7], CultureInfo.InvariantCulture); ; i++)
        {
            await outside.Decisions.AppendAsync(Outside.Decision(i), default);
            await run.LogAsync(i, new Dictionary<string, double> { ["loss"] = i }, default);
            await run.FlushAsync(default);
            Console.WriteLine(FormattableString.Invariant($"confirmed {i}"));
        }
    }
}
