using FsCheck.Xunit;
using MctsAspire.Storage.Documents;
using Microsoft.Extensions.Time.Testing;
using static MctsAspire.Storage.Tests.Documents.Texts;

namespace MctsAspire.Storage.Tests.Documents;

public sealed class DocumentStoreProperties
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2025, 1, 31, 12, 0, 0, TimeSpan.Zero));

    [Property(MaxTest = 30)]
    public async Task TheIndexDependsOnWhatIsStoredNotOnHowItCameThere((byte Id, byte Text, bool Delete)[] changes)
    {
        var words = new[] { "red", "green", "blue", "tank", "pump" };
        var expected = new SortedDictionary<string, NewDocument>(StringComparer.Ordinal);
        await using var lived = new TemporaryStorage(_time);
        await using var fresh = new TemporaryStorage(_time);
        foreach (var (number, text, delete) in changes)
        {
            var id = $"doc{number % 5}";
            if (delete)
            {
                (await lived.Stores.Documents.DeleteAsync(id, default)).ShouldBe(expected.Remove(id));
                continue;
            }

            expected[id] = Document(id, $"{words[text % 5]} {words[text / 5 % 5]}\n{words[text / 25 % 5]} water", title: words[number % 5]);
            await lived.Stores.Documents.PutAsync([expected[id]], default);
        }

        await fresh.Stores.Documents.PutAsync([.. expected.Values], default);

        foreach (var word in words.Append("water"))
            (await lived.Stores.Documents.SearchAsync([word, "tank"], 20, default)).ShouldBe(await fresh.Stores.Documents.SearchAsync([word, "tank"], 20, default));
    }
}
