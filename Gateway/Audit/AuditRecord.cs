using System.Text.Json;

namespace MctsAspire.Gateway.Audit;

/// <summary>Something that is written down.</summary>
internal abstract class AuditRecord
{
    /// <summary>What it is about, as <c>request</c>.</summary>
    public abstract string Event { get; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; protected set; }

    /// <summary>Writes what it says, after its number, its time and what it is about.</summary>
    public abstract void Write(Utf8JsonWriter writer);
}
