using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Texts;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Logging;

/// <summary>Writes one JSON object a line for each entry.</summary>
internal sealed class JsonLog(SecretRedactor redactor, ServiceIdentity identity, TimeProvider time)
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    [ThreadStatic]
    private static RedactedLogEntry? _entry;

    public void Write<TState>(
        IBufferWriter<byte> lines,
        LogLevel level,
        string category,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter,
        IExternalScopeProvider? scopes)
    {
        // Taken away meanwhile, since what is read may log in its turn.
        var entry = _entry ?? new RedactedLogEntry();
        _entry = null;
        entry.Read(redactor, state, exception, formatter, scopes);
        var json = _writer ??= new Utf8JsonWriter(lines, WriterOptions);
        json.Reset(lines);
        json.WriteStartObject();
        json.WriteTime("timestamp"u8, time.GetUtcNow());
        json.WriteString("level"u8, LogLevelNames.Of(level));
        json.WriteString("service"u8, identity.Name);
        json.WriteString("logger"u8, category);
        if (eventId.Name is { } eventName)
            json.WriteString("event"u8, eventName);
        json.WriteString("message"u8, entry.Message);
        if (entry.RequestId is { } requestId)
            json.WriteString("request_id"u8, requestId);
        WriteTrace(json);
        WriteAttributes(json, entry);
        WriteException(json, entry);
        json.WriteEndObject();
        json.Flush();
        lines.Write("\n"u8);
        _entry = entry;
    }

    private static void WriteTrace(Utf8JsonWriter json)
    {
        if (Activity.Current is not { } activity)
            return;
        json.WriteString("trace_id", activity.TraceId.ToHexString());
        json.WriteString("span_id", activity.SpanId.ToHexString());
    }

    private static void WriteAttributes(Utf8JsonWriter json, RedactedLogEntry entry)
    {
        if (entry.Attributes.Count == 0)
            return;

        json.WriteStartObject("attributes");
        foreach (var (name, value) in entry.Attributes)
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteException(Utf8JsonWriter json, RedactedLogEntry entry)
    {
        if (entry.ExceptionType is null)
            return;

        json.WriteStartObject("exception");
        json.WriteString("type", entry.ExceptionType);
        json.WriteString("message", entry.ExceptionMessage);
        json.WriteString("detail", entry.ExceptionDetail);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case int or long or short or byte or uint:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
