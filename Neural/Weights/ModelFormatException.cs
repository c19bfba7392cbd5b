namespace MctsAspire.Neural.Weights;

/// <summary>
/// Weights or a configuration that can't be used: a broken or hostile file, or one for another architecture. The message names the
/// tensor or the field, and what was expected; it holds nothing secret and may be shown to a caller.
/// </summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>An error that names what is wrong and what was expected.</summary>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>The same, with the error below it.</summary>
    public ModelFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
