using System.Globalization;
using System.Text;
using MctsAspire.Storage;
using MctsAspire.Storage.Journals;
using static MctsAspire.Storage.Tests.Documents.Texts;

namespace MctsAspire.Storage.Tests.Crashes;

/// <summary>The program that <see cref="CrashTests"/> kills: it writes without end and says what it has written.</summary>
internal static class Victim
{
    /// <summary>Documents of one write.</summary>
    public const int Batch = 20;

    public static async Task Main(string[] arguments)
    {
        await using var stores = new EmbeddedStorage(arguments[0], TimeProvider.System);
        var first = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        for (var round = first; ; round++)
        {
            var text = string.Join('\n', Enumerable.Repeat($"round{round} common text", 20));
            await stores.Documents.PutAsync([.. Enumerable.Range(0, Batch).Select(i => Document($"doc{i}", text))], default);
            var entry = new JournalEntry
            {
                Key = new JournalKey("run", $"step-{round}", "kind"),
                RequestHash = "hash",
                Answer = Encoding.UTF8.GetBytes($"answer {round}"),
                RecordedAt = DateTimeOffset.UnixEpoch,
                Duration = TimeSpan.Zero,
            };
            await stores.Journal.AppendAsync(entry, default);
            Console.WriteLine(FormattableString.Invariant($"written {round}"));
        }
    }
}
