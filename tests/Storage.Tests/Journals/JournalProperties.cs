using System.Text;
using FsCheck.Xunit;
using MctsAspire.Storage.Journals;
using static MctsAspire.Storage.Tests.Journals.JournalTests;

namespace MctsAspire.Storage.Tests.Journals;

public sealed class JournalProperties
{
    [Property(MaxTest = 50)]
    public async Task AJournalIsAMapFromStepsToTheirFirstAnswersInOrder((byte Run, byte Step, byte Kind, byte Hash)[] calls)
    {
        await using var storage = new TemporaryStorage();
        var journal = storage.Stores.Journal;
        var expected = new List<(JournalKey Key, string Hash, string Answer)>();
        foreach (var (run, step, kind, hash) in calls)
        {
            var key = new JournalKey($"run_{run % 2}", $"step-{step % 3}", $"kind-{kind % 2}");
            var request = $"hash-{hash % 2}";
            var first = expected.Find(entry => entry.Key == key);
            if (first.Hash is not null && first.Hash != request)
            {
                await Should.ThrowAsync<NonDeterminismException>(() => journal.AppendAsync(Entry(key, request, ""), default));
                continue;
            }

            if (first.Hash is null)
                expected.Add((key, request, $"answer-{expected.Count}"));
            var kept = await journal.AppendAsync(Entry(key, request, $"answer-{expected.Count - 1}"), default);
            Encoding.UTF8.GetString(kept.Answer.Span).ShouldBe(expected.Find(entry => entry.Key == key).Answer);
        }

        foreach (var run in new[] { "run_0", "run_1" })
        {
            (await journal.ListAsync(run, default))
                .Select(entry => (entry.Key, entry.RequestHash, Encoding.UTF8.GetString(entry.Answer.Span)))
                .ShouldBe(expected.Where(entry => entry.Key.RunId == run));
        }
    }
}
