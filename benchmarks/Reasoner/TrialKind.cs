namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>How a question of a trial came about, and of what it is asked.</summary>
internal enum TrialKind
{
    /// <summary>As it is in the data, asked of all paragraphs.</summary>
    Asked,

    /// <summary>An answerable question asked of all paragraphs but those of its article.</summary>
    Elsewhere,

    /// <summary>An answerable question asked of all paragraphs but its own.</summary>
    Beside,

    /// <summary>An answerable question with a word replaced.</summary>
    Swapped,

    /// <summary>A question of a small collection that answers it, or one that other paragraphs answer.</summary>
    Small,

    /// <summary>An answerable question with a word replaced, asked of the small collection that it was written for.</summary>
    SmallSwapped,

    /// <summary>A question without an answer in the data, asked of the small collection that it was written for.</summary>
    SmallImpossible,

    /// <summary>An answerable question asked of all paragraphs, the sentence that answers it cut out.</summary>
    Cut,

    /// <summary>The same, asked of the small collection that it was written for.</summary>
    SmallCut,
}
