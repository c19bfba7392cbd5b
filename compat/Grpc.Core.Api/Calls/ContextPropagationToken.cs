namespace Grpc.Core;

/// <summary>Deadline and cancellation of a server's call, for the calls that it makes itself.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
