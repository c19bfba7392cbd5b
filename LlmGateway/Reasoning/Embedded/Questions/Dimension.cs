namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>Along which dimension something is measured.</summary>
internal enum Dimension
{
    /// <summary>None is named.</summary>
    Unknown,

    /// <summary>From end to end.</summary>
    Length,

    /// <summary>From the ground up.</summary>
    Height,

    /// <summary>From the surface down.</summary>
    Depth,

    /// <summary>From side to side.</summary>
    Width,

    /// <summary>Through the material.</summary>
    Thickness,

    /// <summary>From one place to another.</summary>
    Distance,
}
