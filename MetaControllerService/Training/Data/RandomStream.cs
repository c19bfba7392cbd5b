namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>What random numbers of a run are for. The numbers of the members are part of what a seed means.</summary>
internal enum RandomStream
{
    /// <summary>The synthetic decisions.</summary>
    Examples = 1,

    /// <summary>Which examples are trained on, and which measure.</summary>
    Split = 2,

    /// <summary>The order of the examples of one epoch.</summary>
    Order = 3,

    /// <summary>The initial weights.</summary>
    Weights = 4,

    /// <summary>What dropout leaves out.</summary>
    Dropout = 5,
}
