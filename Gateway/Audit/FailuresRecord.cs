using System.Text.Json;

namespace MctsAspire.Gateway.Audit;

/// <summary>How many requests of a kind were not let in since the last such record.</summary>
internal sealed class FailuresRecord : AuditRecord
{
    /// <summary>Those whose sender was not known.</summary>
    public const string Unknown = "failed_authentications";

    /// <summary>Those that were refused for their form.</summary>
    public const string Malformed = "refused_requests";

    private readonly string _event;
    private readonly long _count;
    private readonly long _notRecorded;

    public FailuresRecord(string @event, long count, long notRecorded, DateTimeOffset time) => (_event, _count, _notRecorded, Time) = (@event, count, notRecorded, time);

    public override string Event => _event;

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteNumber("count", _count);
        writer.WriteNumber("without_record", _notRecorded);
    }
}
