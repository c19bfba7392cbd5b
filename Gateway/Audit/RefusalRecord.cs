using System.Text.Json;
using MctsAspire.ServiceDefaults.Logging;
using MctsAspire.ServiceDefaults.Refusals;

namespace MctsAspire.Gateway.Audit;

/// <summary>A request that was refused for its form. Of what was sent nothing is written down but a method that is a known one: the rest may be anything, a key too, and for want of a form nobody can tell.</summary>
internal sealed class RefusalRecord : AuditRecord
{
    /// <summary>What its line is about.</summary>
    public const string Name = "refused_request";

    private readonly Refusal _refusal;
    private readonly SecretRedactor _redactor;

    public RefusalRecord(Refusal refusal, SecretRedactor redactor, DateTimeOffset time) => (_refusal, _redactor, Time) = (refusal, redactor, time);

    public override string Event => Name;

    public override void Write(Utf8JsonWriter writer)
    {
        if (_refusal.Address is { } address)
            writer.WriteString("address", (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        writer.WriteString("method", _refusal.Method);
        writer.WriteNumber("status", _refusal.Status);
        writer.WriteString("error", _refusal.Code.Name);
        // A client may have chosen it.
        writer.WriteString("request_id", _redactor.Redact(_refusal.Id));
    }
}
