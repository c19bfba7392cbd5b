namespace Grpc.Core;

/// <summary>What a child call takes over from the call that it is part of.</summary>
public class ContextPropagationOptions
{
    /// <summary>Deadline and cancellation are both taken over.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Chooses what is taken over.</summary>
    /// <param name="propagateDeadline">Whether the deadline is.</param>
    /// <param name="propagateCancellation">Whether cancellation is.</param>
    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
    {
        IsPropagateDeadline = propagateDeadline;
        IsPropagateCancellation = propagateCancellation;
    }

    /// <summary>Whether the deadline is taken over.</summary>
    public bool IsPropagateDeadline { get; }

    /// <summary>Whether cancellation is taken over.</summary>
    public bool IsPropagateCancellation { get; }
}
