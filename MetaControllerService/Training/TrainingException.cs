namespace MctsAspire.MetaControllerService.Training;

/// <summary>Training that can't begin or go on. The message names the setting, or the line and the field of the data, and says what is allowed there.</summary>
internal sealed class TrainingException : Exception
{
    /// <summary>A problem in words that the caller may read.</summary>
    public TrainingException(string message)
        : base(message)
    {
    }

    /// <summary>The same, with the error below it.</summary>
    public TrainingException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
