namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>What a task asks for. In logs and reports a kind goes by its name in snake_case.</summary>
internal enum TaskKind
{
    /// <summary>One fact of one thing.</summary>
    SingleFact,

    /// <summary>Two or three facts of one thing, asked in one sentence.</summary>
    SeveralFacts,

    /// <summary>The same fact of two things.</summary>
    TwoSubjects,

    /// <summary>Which of two things has more of something; answered when the measures of both are stated.</summary>
    Comparison,

    /// <summary>A fact of a person who is only described, by a fact that stands in another document.</summary>
    MultiHop,

    /// <summary>A fact that no document states.</summary>
    Unanswerable,

    /// <summary>A fact that the documents state, asked without documents: nobody can know it.</summary>
    WithoutDocuments,

    /// <summary>A decision with chances, of which the question holds the whole model.</summary>
    Decision,

    /// <summary>A puzzle, of which the question holds the whole problem.</summary>
    Puzzle,
}
