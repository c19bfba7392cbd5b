using System.Text.Json;

namespace MctsAspire.MetaControllerService.Integrations.Experiments;

/// <summary>The lines that a run writes.</summary>
internal static class RunRecords
{
    /// <summary>The run began: <c>name</c>, <c>job_type</c>, <c>config</c>.</summary>
    public const string Start = "start";

    /// <summary>Measurements: <c>step</c>, <c>metrics</c>.</summary>
    public const string Log = "log";

    /// <summary>Results by name.</summary>
    public const string Summary = "summary";

    /// <summary>A file: <c>name</c>, <c>type</c>, <c>file</c> (its name in the run's folder), <c>size</c>, <c>md5</c> in base64, <c>sha256</c> in hex.</summary>
    public const string Artifact = "artifact";

    /// <summary>The run ended: <c>succeeded</c>.</summary>
    public const string Finish = "finish";

    /// <summary>The folder of the files, in the run's folder.</summary>
    public const string ArtifactFolder = "artifacts";

    /// <summary>The data of a line.</summary>
    /// <param name="fields">The fields in their order.</param>
    /// <exception cref="ArgumentException">A value is none of those that are allowed.</exception>
    public static JsonElement Data(params IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, fields);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            writer.WritePropertyName(name);
            switch (value)
            {
                case null:
                    writer.WriteNullValue();
                    break;
                case string text:
                    writer.WriteStringValue(text);
                    break;
                case bool truth:
                    writer.WriteBooleanValue(truth);
                    break;
                case int or long or short or byte:
                    writer.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                    break;
                case double or float or decimal:
                    var number = Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);
                    // JSON has no other numbers; what is missing is told as missing.
                    if (double.IsFinite(number))
                        writer.WriteNumberValue(number);
                    else
                        writer.WriteNullValue();
                    break;
                case IEnumerable<KeyValuePair<string, object?>> nested:
                    Write(writer, nested);
                    break;
                default:
                    throw new ArgumentException($"The field {name} must be a number, a text, a boolean or null, and is a {value.GetType().Name}.", nameof(fields));
            }
        }

        writer.WriteEndObject();
    }
}
