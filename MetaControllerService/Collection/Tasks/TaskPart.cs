namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>What a task is for. Tasks of one world are all in one part, so that nothing of a held-out task was seen before.</summary>
internal enum TaskPart
{
    /// <summary>Routers learn from it.</summary>
    Train,

    /// <summary>Routers are measured on it.</summary>
    Test,
}
