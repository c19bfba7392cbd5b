using System.Globalization;

namespace MctsAspire.MetaControllerService.Collection.Worlds;

/// <summary>Made-up names and numbers, none of them twice.</summary>
/// <param name="random">Where they come from.</param>
internal sealed class NameSource(Random random)
{
    private const int EarliestYear = 1100;
    private const int LatestYear = 1999;
    private const int LowestNumber = 2_100;
    private const int HighestNumber = 99_999;

    private static readonly string[] Starts = ["Tar", "Bel", "Kor", "Mir", "Ost", "Vel", "Har", "Lun", "Dra", "Sel", "Fen", "Gor", "Nim", "Pel", "Ruk", "Ster", "Thal", "Ulm", "Wes", "Zan"];
    private static readonly string[] Middles = ["a", "e", "i", "o", "u", "an", "en", "il", "or", "ul", "ar", "ei"];
    private static readonly string[] Ends = ["vik", "dal", "mont", "sted", "gard", "wen", "rik", "lund", "mar", "tol", "bran", "hof", "nes", "quist", "berg", "zin"];
    private static readonly string[] FirstNames = ["Ada", "Bruno", "Clara", "Dorian", "Elsa", "Felix", "Greta", "Hugo", "Ines", "Jonas", "Karla", "Leo", "Mara", "Nils", "Olga", "Pavel", "Rosa", "Sven", "Tilda", "Viktor"];

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>A name of one word.</summary>
    public string Name() => Fresh(() => Pick(Starts) + Pick(Middles) + Pick(Ends));

    /// <summary>A value of a kind.</summary>
    public string Value(ValueKind kind) => kind switch
    {
        ValueKind.Person => $"{Pick(FirstNames)} {Name()}",
        ValueKind.Town => Name(),

        // There are more things than years: a year may come again, and then its fact is told by the rest of the question.
        ValueKind.Year => random.Next(EarliestYear, LatestYear + 1).ToString(CultureInfo.InvariantCulture),
        _ => Fresh(() => random.Next(LowestNumber, HighestNumber + 1).ToString(CultureInfo.InvariantCulture)),
    };

    private string Pick(string[] parts) => parts[random.Next(parts.Length)];

    private string Fresh(Func<string> make)
    {
        while (true)
        {
            var made = make();
            if (_taken.Add(made))
                return made;
        }
    }
}
