using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace MctsAspire.ServiceDefaults.Logging;

/// <summary>Writes one JSON object a line to the console.</summary>
internal sealed class JsonLogFormatter(SecretRedactor redactor, ServiceIdentity identity, TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "mcts-aspire";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var entry = RedactedLogEntry.Create(redactor, logEntry.State, logEntry.Exception, logEntry.Formatter, scopeProvider);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", time.GetUtcNow().UtcDateTime);
            json.WriteString("level", LogLevelNames.Of(logEntry.LogLevel));
            json.WriteString("service", identity.Name);
            json.WriteString("logger", logEntry.Category);
            if (logEntry.EventId.Name is { } eventName)
                json.WriteString("event", eventName);
            json.WriteString("message", entry.Message);
            if (entry.RequestId is { } requestId)
                json.WriteString("request_id", requestId);
            WriteTrace(json);
            WriteAttributes(json, entry);
            WriteException(json, entry);
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
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
                json.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
