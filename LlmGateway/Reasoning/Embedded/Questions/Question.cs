using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>A question, read.</summary>
internal sealed record Question
{
    /// <summary>The question as it was asked.</summary>
    public required string Text { get; init; }

    /// <summary>Its words.</summary>
    public required Token[] Tokens { get; init; }

    /// <summary>The words that evidence is looked for, each stem once.</summary>
    public required QuestionTerm[] Terms { get; init; }

    /// <summary>What kind of thing answers it.</summary>
    public required AnswerType Type { get; init; }

    /// <summary>The stem of the noun that says what is asked for ("river" in "which river"); null when there is none.</summary>
    public string? Head { get; init; }

    /// <summary>The stem of the verb that says what happens, as far as it can be told; null when it can't.</summary>
    public string? Verb { get; init; }

    /// <summary>In what kind of unit a number is asked for.</summary>
    public UnitKind Unit { get; init; }

    /// <summary>Which of <see cref="Terms"/> says what is measured ("heavy" in "how heavy"); an amount in the right unit stands for it. Negative: none.</summary>
    public int Measure { get; init; } = -1;

    /// <summary>True when it asks what something is and nothing more.</summary>
    public bool IsDefinition { get; init; }

    /// <summary>True when it asks what is not so; "why not" and "is it not" are asked of what is.</summary>
    public bool IsNegated { get; init; }

    /// <summary>True when capitals tell names from other words: not so in a question typed in capitals only.</summary>
    public bool HasNames { get; init; }

    /// <summary>The stems of all its words, stop words too.</summary>
    public required IReadOnlySet<string> Stems { get; init; }
}
