using System.Text.Json.Serialization;

namespace MctsAspire.MetaControllerService.Decisions;

/// <summary>A line of the decision log.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LoggedDecision), "decision")]
[JsonDerivedType(typeof(LoggedOutcome), "outcome")]
internal abstract record LogEntry
{
    /// <summary>The most characters of a run's id.</summary>
    public const int LongestRun = 200;

    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>When the decision was made, or its outcome told.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What is wrong with the entry, beginning with the field's name; null: nothing.</summary>
    public virtual string? Problem() => Run.Length is < 1 or > LongestRun ? $"run must have 1 to {LongestRun} characters, and has {Run.Length}" : null;
}
