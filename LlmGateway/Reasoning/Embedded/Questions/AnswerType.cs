namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>What kind of thing answers a question.</summary>
internal enum AnswerType
{
    /// <summary>A thing, event or name; nothing more is known.</summary>
    Thing,

    /// <summary>A person or a group of people.</summary>
    Person,

    /// <summary>A date, a year or a time.</summary>
    Time,

    /// <summary>A place.</summary>
    Place,

    /// <summary>A number or an amount.</summary>
    Number,

    /// <summary>A reason.</summary>
    Reason,

    /// <summary>A way to do something or how something is.</summary>
    Manner,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>Several things.</summary>
    List,

    /// <summary>No question at all: a task such as "recommend …".</summary>
    Statement,
}
