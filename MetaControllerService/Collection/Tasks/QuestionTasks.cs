using System.Globalization;
using MctsAspire.MetaControllerService.Collection.Worlds;

namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>Makes questions about a world.</summary>
/// <param name="world">The world.</param>
/// <param name="values">The values of all facts of all worlds.</param>
/// <param name="random">What chooses.</param>
internal sealed class QuestionTasks(World world, IReadOnlyCollection<string> values, Random random)
{
    private const double Introduced = 0.2;
    private const double IntroducedAtLength = 0.12;

    // What people say before they ask; it makes a question longer and no harder to answer for a human. At length it is as long as a decision with its model.
    private static readonly string[] Introductions =
    [
        "I am preparing a talk for Thursday evening. ",
        "My daughter asked me this at breakfast. ",
        "We are planning a journey and want to be well informed before we leave. ",
        "For a quiz with my colleagues I need to know something. ",
        "Last week a friend of mine came back from a long journey and told us about all that had been seen on the way, and since then the matter has not left me alone. ",
        "Our association meets once a month, and each time somebody gives a short account of something curious. Next month the turn is mine, and I have put it off for far too long. ",
        "I have read through a box of old papers that my aunt left to me. Much of it is hard to make out, and some pages are lost, so that I should like to be sure. ",
    ];

    /// <summary>A question of a kind; null when the world has none of it.</summary>
    /// <param name="kind">The kind; no decision and no puzzle.</param>
    public (string Query, ExpectedAnswer Expected)? Make(TaskKind kind)
    {
        var made = kind switch
        {
            TaskKind.SingleFact or TaskKind.WithoutDocuments => SingleFact(),
            TaskKind.SeveralFacts => SeveralFacts(),
            TaskKind.TwoSubjects => TwoSubjects(relation => relation.Plural),
            TaskKind.Comparison => TwoSubjects(relation => relation.Comparison),
            TaskKind.MultiHop => MultiHop(),
            TaskKind.Unanswerable => Unanswerable(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a question about documents."),
        };
        if (made is not var (query, expected))
            return null;

        return (Introduce() + query, kind == TaskKind.WithoutDocuments ? new ExpectedRefusal() : expected);
    }

    private string Introduce()
    {
        var place = random.NextDouble();
        if (place >= Introduced + IntroducedAtLength)
            return "";
        var sentences = Introductions.ToArray();
        random.Shuffle(sentences);
        return string.Concat(sentences.Take(place < Introduced ? 1 : random.Next(2, sentences.Length)));
    }

    private (string, ExpectedAnswer)? SingleFact()
    {
        var fact = Pick([.. world.Facts]);
        return fact is null ? null : (Ask(fact.Relation.Questions[random.Next(fact.Relation.Questions.Length)], fact.Subject), Facts([fact]));
    }

    private (string, ExpectedAnswer)? SeveralFacts()
    {
        var thing = Pick([.. world.Things.Where(thing => Known(thing).Count >= 2)]);
        if (thing is null)
            return null;
        var facts = Known(thing).ToArray();
        random.Shuffle(facts);
        var asked = facts.Take(random.Next(2, Math.Min(3, facts.Length) + 1)).ToArray();
        var query = Ask(asked[0].Relation.Questions[0], thing).TrimEnd('?');
        foreach (var (fact, index) in asked.Skip(1).Select((fact, index) => (fact, index)))
            query += (index == asked.Length - 2 ? " and " : ", ") + fact.Relation.Clause;
        return (query + "?", Facts(asked));
    }

    private (string, ExpectedAnswer)? TwoSubjects(Func<Relation, string?> form)
    {
        var relation = Pick([.. world.Theme.Relations.Where(relation => form(relation) is not null && world.Facts.Count(fact => fact.Relation == relation) >= 2)]);
        if (relation is null)
            return null;
        var facts = world.Facts.Where(fact => fact.Relation == relation).ToArray();
        random.Shuffle(facts);
        return (string.Format(CultureInfo.InvariantCulture, form(relation)!, facts[0].Subject, facts[1].Subject), Facts(facts[..2]));
    }

    private (string, ExpectedAnswer)? MultiHop()
    {
        var birth = Pick([.. world.Facts.Where(fact => fact.Relation == Themes.Birthplace)]);
        if (birth is null)
            return null;
        var bridge = world.Facts.First(fact => fact.Value == birth.Subject);
        var described = Ask(world.Theme.Described, bridge.Subject);
        return (Ask(Themes.Birthplace.Questions[0], described), new ExpectedFacts([birth.Value], [birth.Subject], values));
    }

    private (string, ExpectedAnswer)? Unanswerable()
    {
        if (world.Unstated.Count == 0)
            return null;
        var (subject, relation) = world.Unstated[random.Next(world.Unstated.Count)];
        return (Ask(relation.Questions[0], subject), new ExpectedRefusal());
    }

    private List<Fact> Known(string thing) => [.. world.Facts.Where(fact => fact.Subject == thing)];

    private ExpectedFacts Facts(IReadOnlyList<Fact> facts) => new([.. facts.Select(fact => fact.Value)], [], values);

    private static string Ask(string form, string subject) => string.Format(CultureInfo.InvariantCulture, form, subject);

    private T? Pick<T>(T[] from)
        where T : class => from.Length == 0 ? null : from[random.Next(from.Length)];
}
