using System.Text.Json;

namespace MctsAspire.Gateway.Audit;

/// <summary>How many requests were not let in since the last such record.</summary>
internal sealed class FailuresRecord : AuditRecord
{
    private readonly long _count;
    private readonly long _notRecorded;

    public FailuresRecord(long count, long notRecorded, DateTimeOffset time) => (_count, _notRecorded, Time) = (count, notRecorded, time);

    public override string Event => "failed_authentications";

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteNumber("count", _count);
        writer.WriteNumber("without_record", _notRecorded);
    }
}
