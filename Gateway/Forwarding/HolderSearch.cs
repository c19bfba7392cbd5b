namespace MctsAspire.Gateway.Forwarding;

/// <summary>Marks a request for something that one Orchestrator alone may hold: one that has no such thing is no reason to give up while others were not asked.</summary>
internal sealed class HolderSearch
{
    /// <summary>Whether an Orchestrator is left that was not asked.</summary>
    public bool HasMore { get; set; }

    /// <summary>Whether the one that was asked last has no such thing.</summary>
    public bool IsNotThere { get; set; }
}
