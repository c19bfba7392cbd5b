namespace Aspire.Hosting;

/// <summary>Something is wrong with the application; the message says what, and what to do.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>An error without a message.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>An error.</summary>
    /// <param name="message">What is wrong.</param>
    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    /// <summary>An error that follows from another.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="inner">The other.</param>
    public DistributedApplicationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
