using System.Globalization;

namespace MctsAspire.MetaControllerService.Collection.Worlds;

/// <summary>
/// Makes worlds up. A thing has a document of its own, which leaves some of its facts to a chronicle that tells of all things of the world; notes mention
/// things without stating any fact. One sentence in two states its fact in other words than questions use.
/// </summary>
internal static class WorldGenerator
{
    private const int Things = 5;
    private const int NotesPerThing = 2;
    private const int RemarksPerNote = 3;
    private const double Stated = 0.85;
    private const double InChronicle = 0.3;
    private const double InOtherWords = 0.5;

    /// <summary>The worlds of a seed.</summary>
    /// <param name="count">How many, from 1.</param>
    /// <param name="seed">The seed.</param>
    public static IReadOnlyList<World> Generate(int count, int seed)
    {
        var random = new Random(seed);
        var names = new NameSource(random);
        return [.. Enumerable.Range(0, count).Select(number => Make(number, seed, random, names))];
    }

    private static World Make(int number, int seed, Random random, NameSource names)
    {
        var theme = Themes.All[number % Themes.All.Length];
        var things = Enumerable.Range(0, Things).Select(_ => $"{names.Name()} {theme.Noun}").ToList();
        var facts = new List<Fact>();
        var unstated = new List<(string, Relation)>();
        foreach (var thing in things)
        {
            foreach (var relation in theme.Relations)
            {
                if (random.NextDouble() < Stated)
                    facts.Add(new(thing, relation, Fresh(relation.Kind, facts, names)));
                else
                    unstated.Add((thing, relation));
            }
        }

        var people = facts.Where(fact => fact.Relation.Kind == ValueKind.Person).Select(fact => fact.Value).ToList();
        facts.AddRange(people.Select(person => new Fact(person, Themes.Birthplace, names.Value(ValueKind.Town))));

        var prefix = string.Create(CultureInfo.InvariantCulture, $"collect-{seed}-{number}");
        return new(number, theme, things, facts, unstated, Write(prefix, theme, things, facts, random));
    }

    private static string Fresh(ValueKind kind, List<Fact> facts, NameSource names)
    {
        while (true)
        {
            var value = names.Value(kind);
            if (!facts.Any(fact => fact.Value == value))
                return value;
        }
    }

    private static List<WorldDocument> Write(string prefix, Theme theme, List<string> things, List<Fact> facts, Random random)
    {
        var documents = new List<WorldDocument>();
        var chronicle = new List<string>();
        foreach (var (thing, index) in things.Select((thing, index) => (thing, index)))
        {
            var own = new List<string> { Remark(theme, thing, random) };
            foreach (var fact in facts.Where(fact => fact.Subject == thing))
                (random.NextDouble() < InChronicle ? chronicle : own).Add(State(fact, random));
            own.Add(Remark(theme, thing, random));
            documents.Add(new(Id(prefix, "thing", index), thing, Text(own, random)));

            for (var note = 0; note < NotesPerThing; note++)
            {
                var remarks = Enumerable.Range(0, RemarksPerNote).Select(_ => Remark(theme, random.NextDouble() < InOtherWords ? thing : things[random.Next(things.Count)], random)).Distinct();
                documents.Add(new(Id(prefix, "note", (index * NotesPerThing) + note), "A note", Text([.. remarks], random)));
            }
        }

        documents.Add(new($"{prefix}-chronicle", $"A chronicle of {things[0]} and others", Text(chronicle, random)));
        foreach (var (fact, index) in facts.Where(fact => fact.Relation == Themes.Birthplace).Select((fact, index) => (fact, index)))
            documents.Add(new(Id(prefix, "person", index), fact.Subject, State(fact, random)));
        return [.. documents.Where(document => document.Text.Length > 0)];
    }

    private static string Id(string prefix, string what, int index) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{what}-{index}");

    private static string State(Fact fact, Random random)
    {
        var ways = fact.Relation.Sentences;
        var way = random.NextDouble() < InOtherWords ? 1 + random.Next(ways.Length - 1) : 0;
        return string.Format(CultureInfo.InvariantCulture, ways[way], fact.Subject, fact.Value);
    }

    private static string Remark(Theme theme, string thing, Random random) =>
        string.Format(CultureInfo.InvariantCulture, theme.Remarks[random.Next(theme.Remarks.Length)], thing);

    private static string Text(List<string> sentences, Random random)
    {
        var distinct = sentences.Distinct(StringComparer.Ordinal).ToArray();
        random.Shuffle(distinct);
        return string.Join(' ', distinct);
    }
}
