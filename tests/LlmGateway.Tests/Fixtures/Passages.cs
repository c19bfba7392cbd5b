using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>Passages for tests.</summary>
internal static class Passages
{
    public static Passage Of(string document, string text, string title = "", string heading = "", int start = 0, double score = 1) => new()
    {
        DocumentId = document,
        PassageId = $"{document}#{start}",
        Title = title,
        Heading = heading,
        Text = text,
        Start = start,
        End = start + text.Length,
        Score = score,
    };

    /// <summary>A small library about a bridge, a ferry and a bakery.</summary>
    public static IReadOnlyList<Passage> Town { get; } =
    [
        Of("bridge", "The Harbour Bridge was built by Anna Lindqvist between 1921 and 1925. It is 412 metres long and carries two lanes. The bridge was closed in 1987 because its cables had rusted. It was reopened in 1991 by the mayor, Oskar Dahl.", "The Harbour Bridge"),
        Of("ferry", "The ferry crosses the sound every 20 minutes. It was founded in 1902 by the brothers Holm. A ticket costs 3 euros. Dogs travel free.", "The ferry"),
        Of("bakery", "The bakery opens at 05:30. Its rye bread is baked in a stone oven from 1890. Greta Holm bakes 300 loaves a day.", "The bakery"),
    ];
}
