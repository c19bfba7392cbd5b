namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>Kinds of units in which numbers come.</summary>
[Flags]
internal enum UnitKind
{
    /// <summary>Any number will do.</summary>
    Any = 0,

    /// <summary>Metres, miles and the like.</summary>
    Length = 1,

    /// <summary>Seconds to centuries.</summary>
    Duration = 2,

    /// <summary>Grams, tonnes, pounds.</summary>
    Mass = 4,

    /// <summary>Degrees.</summary>
    Temperature = 8,

    /// <summary>Currencies.</summary>
    Money = 16,

    /// <summary>Percent and other shares.</summary>
    Share = 32,

    /// <summary>How often something happens.</summary>
    Frequency = 64,

    /// <summary>Kilometres an hour and the like.</summary>
    Speed = 128,

    /// <summary>Square kilometres, acres.</summary>
    Area = 256,

    /// <summary>Litres, cups.</summary>
    Volume = 512,
}
