using System.Diagnostics;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Logging;
using OpenTelemetry;

namespace MctsAspire.ServiceDefaults.Telemetry;

/// <summary>Puts the request's id on every span, and takes secrets out of its texts before it leaves.</summary>
internal sealed class RequestSpanProcessor(SecretRedactor redactor) : BaseProcessor<Activity>
{
    public override void OnStart(Activity data)
    {
        if (RequestCorrelation.Current is { } id)
            data.SetTag(RequestCorrelation.AttributeName, id);
    }

    public override void OnEnd(Activity data)
    {
        if (!data.Recorded)
            return;
        if (HoldsSecretEvent(data))
        {
            // An event can't be changed any more: without the span then.
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

        List<KeyValuePair<string, string>>? changed = null;
        foreach (ref readonly var tag in data.EnumerateTagObjects())
        {
            if (tag.Value is string text && redactor.Redact(tag.Key, text) is var redacted && redacted != text)
                (changed ??= []).Add(new(tag.Key, redacted));
        }

        foreach (var (name, value) in changed ?? [])
            data.SetTag(name, value);
        if (data.StatusDescription is { } description)
            data.SetStatus(data.Status, redactor.Redact(description));
        data.DisplayName = redactor.Redact(data.DisplayName);
    }

    private bool HoldsSecretEvent(Activity span)
    {
        foreach (ref readonly var happened in span.EnumerateEvents())
        {
            foreach (ref readonly var tag in happened.EnumerateTagObjects())
            {
                if (tag.Value is string text && redactor.Redact(tag.Key, text) != text)
                    return true;
            }
        }

        return false;
    }
}
