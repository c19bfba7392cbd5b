namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>What is measured of the best sentence to tell how probable it is that it answers the question.</summary>
internal enum ConfidenceFeature
{
    /// <summary>Always 1.</summary>
    Bias,

    /// <summary>Its share of the candidates' probability.</summary>
    Share,

    /// <summary>How far its share is above the next one's.</summary>
    Margin,

    /// <summary>A tenth of its score.</summary>
    Score,

    /// <summary>Its coverage of the question.</summary>
    Coverage,

    /// <summary>Its coverage by exact stems.</summary>
    ExactCoverage,

    /// <summary>Its coverage weighted by how rare the words are in the passages.</summary>
    LocalCoverage,

    /// <summary>The coverage of its passage.</summary>
    PassageCoverage,

    /// <summary>Weight of the rarest word of the question that it lacks.</summary>
    RarestMissing,

    /// <summary>Share of the question's names that its passage lacks.</summary>
    MissingNames,

    /// <summary>Share of the question's numbers that its passage lacks.</summary>
    MissingNumbers,

    /// <summary>Share of the question's names that none of the passages has.</summary>
    UnknownNames,

    /// <summary>Share of its numbers that none has.</summary>
    UnknownNumbers,

    /// <summary>Share of the weight of its rare words that none has.</summary>
    UnknownWords,

    /// <summary>Weight of the rarest word that none has.</summary>
    RarestUnknown,

    /// <summary>Its coverage when what stands around counts too.</summary>
    WindowCoverage,

    /// <summary>1 when the question is after a person, time, place or number.</summary>
    Typed,

    /// <summary>How close the found mention stands to the words of the question.</summary>
    MentionNear,

    /// <summary>1 when the question asks what is not so.</summary>
    Negated,

    /// <summary>1 when only one of the two, question and sentence, denies.</summary>
    NegationDiffers,

    /// <summary>Share of the question's pairs of neighbouring words that it has.</summary>
    Bigrams,

    /// <summary>Share of the question's neighbouring content words that stand close together in it.</summary>
    Proximity,

    /// <summary>Logarithm of the number of the question's words.</summary>
    Terms,

    /// <summary>What the sentence before adds to the coverage.</summary>
    PreviousCoverage,

    /// <summary>How much of the sentence the question's words make up.</summary>
    Density,

    /// <summary>1 when it has the opposite of a word of the question.</summary>
    Opposed,

    /// <summary>1 when the question holds a number, the sentence lacks it and has another of the kind.</summary>
    OtherNumber,

    /// <summary>1 when only a part of a name of several words is found.</summary>
    BrokenName,

    /// <summary>1 when it has nothing for the question's verb.</summary>
    VerbMissing,

    /// <summary>1 when it lacks the noun that says what is asked for.</summary>
    HeadMissing,

    /// <summary>Share of the question's words right before a word that is found which are not found themselves.</summary>
    QualifierMissing,

    /// <summary>Share of the question's words in the question's order.</summary>
    Order,

    /// <summary>Its coverage together with the sentences before and after.</summary>
    NearCoverage,

    /// <summary>1 when the question is after a reason or a manner.</summary>
    Explains,

    /// <summary>1 when a question after a person finds a name where the one who acts stands.</summary>
    Agent,

    /// <summary>Logarithm of the number of sentences to choose from.</summary>
    Sentences,

    /// <summary>Local weight of the rarest word of the question that it lacks.</summary>
    RarestLocalMissing,

    /// <summary>The highest local coverage of a dozen of its words in a row.</summary>
    SpanCoverage,

    /// <summary>How near the question's verb the question's other words stand.</summary>
    VerbNear,

    /// <summary>Local coverage of the question's words other than names and the noun that says what is asked for.</summary>
    WordCoverage,

    /// <summary>Share of the question's names that only an earlier sentence of the passage has.</summary>
    NamesCarried,

    /// <summary>How alike in letters the words that it lacks are to its words.</summary>
    Likeness,

    /// <summary>1 when the question is after a person, time, place or number and none of the best three sentences holds one.</summary>
    KindNowhere,

    /// <summary>1 when the noun that says what is asked for is in no passage.</summary>
    HeadUnknown,

    /// <summary>1 when the question's verb is in no passage.</summary>
    VerbUnknown,

    /// <summary>How many of the question's telling words neither it nor its neighbours nor its title have, in threes.</summary>
    TellingMissing,

    /// <summary>The share of the best three sentences.</summary>
    ShareOfThree,

    /// <summary>1 when the question is after a thing.</summary>
    AsksThing,

    /// <summary>1 when the question is to be answered by yes or no.</summary>
    AsksYesNo,

    /// <summary>1 when the question is after a number and it holds none of the kind.</summary>
    NumberMissing,

    /// <summary>1 when the question is after a time and it holds none.</summary>
    TimeMissing,

    /// <summary>1 when the question is after a person and it holds none.</summary>
    PersonMissing,

    /// <summary>1 when the question is after a place and it holds neither one nor a name that the question doesn't hold.</summary>
    PlaceMissing,

    /// <summary>1 when the question is how many or how much there is of something and neither it nor its neighbours nor its title name that.</summary>
    CountedMissing,

    /// <summary>Weight of the heaviest of the question's words that stand where nouns do and that neither it nor its neighbours nor its title have.</summary>
    NounMissing,

    /// <summary>Weight of the heaviest of those that no passage has.</summary>
    NounUnknown,

    /// <summary>Share of the question's numbers that it lacks.</summary>
    NumbersElsewhere,

    /// <summary>Share of the question's names that neither it nor its neighbours nor its title have.</summary>
    NamesElsewhere,

    /// <summary>1 when it and its neighbours have names of the question and none of its other words.</summary>
    OnlyNames,

    /// <summary>1 when the question has a word such as "first", "only" or "largest" that it lacks.</summary>
    ModifierMissing,

    /// <summary>How much is lacking that something in it, or in a sentence that goes with it, can be the answer: 1 when nothing can.</summary>
    AnswerMissing,

    /// <summary>1 when it gives an amount along another dimension than the one that is asked for.</summary>
    OtherDimension,

    /// <summary>1 when the question is after a person, time, place or number of an event and neither it nor its neighbours tell of such an event.</summary>
    EventMissing,
}
