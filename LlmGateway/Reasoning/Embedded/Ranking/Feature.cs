namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>What is measured of a sentence that may answer a question. Each is roughly in [0,1]; the model weighs them.</summary>
internal enum Feature
{
    /// <summary>Share of the question's weight that the sentence covers, by exact stem, derived form or synonym.</summary>
    Coverage,

    /// <summary>The same, with words weighted by how rare they are in the passages at hand.</summary>
    LocalCoverage,

    /// <summary>The same by exact stem only.</summary>
    ExactCoverage,

    /// <summary>BM25 of the sentence among all sentences, over the best of them.</summary>
    SentenceScore,

    /// <summary>What the sentence before adds to the coverage.</summary>
    PreviousCoverage,

    /// <summary>What the sentence after adds to the coverage.</summary>
    NextCoverage,

    /// <summary>The same as the first when the sentence begins with a word that points back.</summary>
    PointsBack,

    /// <summary>What the rest of the passage adds to the coverage.</summary>
    PassageCoverage,

    /// <summary>Retrieval score of the passage over the best one.</summary>
    PassageScore,

    /// <summary>Local coverage when what stands around counts too: title and headings, the sentences before and after, the passage.</summary>
    WindowCoverage,

    /// <summary>Share of the question's weight that the headings above the sentence cover by themselves.</summary>
    HeadingCoverage,

    /// <summary>The same for the first sentence under the headings.</summary>
    HeadingLead,

    /// <summary>Share of the question's pairs of neighbouring words that the sentence has.</summary>
    Bigrams,

    /// <summary>Share of neighbouring content words of the question that stand close together in the sentence.</summary>
    Proximity,

    /// <summary>Share of the content words that come in the question's order.</summary>
    Order,

    /// <summary>Share of the question's names that the sentence has.</summary>
    Names,

    /// <summary>Share of its names that neither the sentence nor its neighbours nor the title have.</summary>
    MissingNames,

    /// <summary>Share of its numbers that the sentence has.</summary>
    Numbers,

    /// <summary>Share of its numbers that the passage lacks.</summary>
    MissingNumbers,

    /// <summary>1 when a question after a person finds a name that it didn't hold itself.</summary>
    PersonFound,

    /// <summary>1 when a question after a time finds one.</summary>
    TimeFound,

    /// <summary>1 when a question after a number finds one.</summary>
    NumberFound,

    /// <summary>1 when a question after a place finds one.</summary>
    PlaceFound,

    /// <summary>1 when a question after a thing finds a name that it didn't hold itself.</summary>
    NameFound,

    /// <summary>How close the found mention stands to the words of the question.</summary>
    MentionNear,

    /// <summary>1 when the sentence has the noun that says what is asked for.</summary>
    Head,

    /// <summary>How well the sentence matches the question's verb.</summary>
    Verb,

    /// <summary>1 when the question's verb can be told and the sentence has nothing for it.</summary>
    VerbMissing,

    /// <summary>1 when a number stands right before that noun.</summary>
    CountedHead,

    /// <summary>1 when a question after a reason finds a word that gives one.</summary>
    ReasonCue,

    /// <summary>1 when a question after a manner finds a word that introduces one.</summary>
    MannerCue,

    /// <summary>How many things the sentence enumerates, when the question is after several.</summary>
    ListCue,

    /// <summary>1 for a list with its introduction when the question is after several things.</summary>
    ListFits,

    /// <summary>1 when the sentence begins as a definition of what the question asks about.</summary>
    Definition,

    /// <summary>How much the sentence says beyond the question's words.</summary>
    Novelty,

    /// <summary>Logarithm of its length.</summary>
    Length,

    /// <summary>1 for the first sentence of its passage.</summary>
    IsFirst,

    /// <summary>1 for an item of a list or a row of a table.</summary>
    IsItem,

    /// <summary>1 for a sentence that introduces a list, together with the list.</summary>
    IsList,

    /// <summary>1 when the sentence is a question itself.</summary>
    IsQuestion,

    /// <summary>Weight of the rarest word of the question that the sentence lacks.</summary>
    RarestMissing,

    /// <summary>1 when the sentence denies and the question doesn't, or the other way round.</summary>
    NegationDiffers,

    /// <summary>How much of the sentence the question's words make up.</summary>
    Density,

    /// <summary>What the sentence after adds, times the coverage by exact stem.</summary>
    NextAndExact,

    /// <summary>What the sentence before adds, times the coverage by exact stem.</summary>
    PreviousAndExact,

    /// <summary>A word that gives a reason or introduces a manner, times the coverage by exact stem.</summary>
    CueAndExact,

    /// <summary>A mention of the kind asked for, times the coverage of the window.</summary>
    TypeAndWindow,

    /// <summary>1 when the sentence has the opposite of a word of the question in that word's place.</summary>
    Opposed,

    /// <summary>1 when the question asks what will be and the sentence tells of what is to come.</summary>
    FutureFits,

    /// <summary>1 when a question after a person finds a name where the one who acts stands: before the verb, or after "by".</summary>
    Agent,

    /// <summary>1 when only a part of one of the question's names of several words stands in the sentence and what surrounds it.</summary>
    BrokenName,

    /// <summary>1 when the sentence says nothing beyond the question's words, though the question asks for more than yes or no.</summary>
    SaysNothing,

    /// <summary>1 when the question asks what something is and the sentence begins as its definition.</summary>
    Defined,

    /// <summary>1 when the question ends with a verb and a preposition and the sentence has the two together.</summary>
    VerbPhrase,

    /// <summary>Share of the question's names that only an earlier sentence of the passage has, less for those farther back.</summary>
    NamesCarried,

    /// <summary>Local coverage of the question's words other than names and the noun that says what is asked for.</summary>
    WordCoverage,

    /// <summary>1 when a question after a person, a place, a time or a number finds the noun that says of what kind.</summary>
    HeadOfKind,

    /// <summary>1 when the sentence holds a name that the question doesn't and a place or a person is asked for.</summary>
    NewName,

    /// <summary>What the sentence two before adds to the coverage of the sentence and the one before.</summary>
    SecondPrevious,

    /// <summary>The highest local coverage of a dozen words in a row.</summary>
    SpanCoverage,

    /// <summary>Local weight of the rarest word of the question that the sentence lacks.</summary>
    RarestLocalMissing,

    /// <summary>1 for the sentence of the highest BM25 of its passage.</summary>
    IsBestOfPassage,

    /// <summary>1 for the sentence after the best one by BM25.</summary>
    AfterBest,

    /// <summary>1 next to the best one when only this one holds the kind of thing asked for.</summary>
    KindBesideBest,

    /// <summary>How near the question's verb the question's other words stand.</summary>
    VerbNear,

    /// <summary>How alike in letters the question's words that are lacking are to words of the sentence.</summary>
    Likeness,
}
