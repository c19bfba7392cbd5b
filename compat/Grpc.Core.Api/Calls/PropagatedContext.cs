namespace Grpc.Core;

/// <summary>The values behind a <see cref="ContextPropagationToken"/>.</summary>
internal sealed class PropagatedContext(DateTime deadline, CancellationToken cancellationToken, ContextPropagationOptions options) : ContextPropagationToken
{
    public DateTime Deadline => options.IsPropagateDeadline ? deadline : DateTime.MaxValue;

    public CancellationToken CancellationToken => options.IsPropagateCancellation ? cancellationToken : CancellationToken.None;
}
