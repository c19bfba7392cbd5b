using MctsAspire.ServiceDefaults.Logging;
using MctsAspire.ServiceDefaults.Refusals;

namespace MctsAspire.Gateway.Audit;

/// <summary>Has requests written down that were refused for their form, which no route and so no <see cref="AuditMiddleware"/> saw.</summary>
internal sealed class RefusalAudit(AuditTrail trail, SecretRedactor redactor, TimeProvider time) : IRefusalRecorder
{
    public void Record(Refusal refusal) => trail.RecordMalformed(new RefusalRecord(refusal, redactor, time.GetUtcNow()));
}
