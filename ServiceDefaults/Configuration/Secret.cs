using System.Diagnostics;

namespace MctsAspire.ServiceDefaults.Configuration;

/// <summary>A text that must not be shown: it prints as <c>***MASKED***</c> wherever it goes, and gives its value only when asked by name.</summary>
[DebuggerDisplay(Mask)]
public sealed class Secret : IEquatable<Secret>
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "***MASKED***";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _value;

    /// <summary>Hides a value.</summary>
    /// <param name="value">The value to hide.</param>
    public Secret(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
    }

    /// <summary>The value itself, to be handed to the one who needs it and to nobody else.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public bool Equals(Secret? other) => other is not null && string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(_value, StringComparison.Ordinal);

    /// <summary>The mask.</summary>
    public override string ToString() => Mask;
}
