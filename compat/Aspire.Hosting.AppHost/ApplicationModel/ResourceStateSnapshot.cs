namespace Aspire.Hosting.ApplicationModel;

/// <summary>A state of a resource.</summary>
/// <param name="Text">Its name, as in <see cref="KnownResourceStates"/>.</param>
/// <param name="Style">How to show it.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>A state without a style.</summary>
    /// <param name="s">Its name.</param>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new ResourceStateSnapshot(s, null);
}
