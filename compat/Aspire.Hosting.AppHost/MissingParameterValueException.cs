namespace Aspire.Hosting;

/// <summary>A parameter has no value.</summary>
public class MissingParameterValueException : DistributedApplicationException
{
    /// <summary>An error.</summary>
    /// <param name="message">Which parameter, and where to set it.</param>
    public MissingParameterValueException(string message)
        : base(message)
    {
    }

    /// <summary>An error that follows from another.</summary>
    /// <param name="message">Which parameter, and where to set it.</param>
    /// <param name="innerException">The other.</param>
    public MissingParameterValueException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
