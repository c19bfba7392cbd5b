namespace MctsAspire.MetaControllerService.Collection.Worlds;

/// <summary>What the values of a relation are.</summary>
internal enum ValueKind
{
    /// <summary>A year.</summary>
    Year,

    /// <summary>A number of something.</summary>
    Number,

    /// <summary>A person's name.</summary>
    Person,

    /// <summary>A town's name.</summary>
    Town,
}
