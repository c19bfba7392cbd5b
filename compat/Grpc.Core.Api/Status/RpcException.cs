namespace Grpc.Core;

/// <summary>A call that ended with another status than OK. A service throws it to choose the status of its answer.</summary>
public class RpcException : Exception
{
    /// <summary>An exception with a status and no trailers.</summary>
    /// <param name="status">The status of the call.</param>
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>An exception with a status, no trailers and a message of its own.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="message">The exception's message; it stays on this side.</param>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>An exception with a status and trailers.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="trailers">Metadata sent with, or received with, the status.</param>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>An exception with a status, trailers and a message of its own.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="trailers">Metadata sent with, or received with, the status.</param>
    /// <param name="message">The exception's message; it stays on this side.</param>
    /// <exception cref="ArgumentNullException"><paramref name="trailers"/> is null.</exception>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>The status of the call.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Metadata that came, or is to be sent, with the status.</summary>
    public Metadata Trailers { get; }
}
