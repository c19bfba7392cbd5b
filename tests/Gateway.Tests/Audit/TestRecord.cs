using System.Text.Json;
using MctsAspire.Gateway.Audit;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>A record that says what the test wants.</summary>
internal sealed class TestRecord : AuditRecord
{
    private readonly string _text;

    public TestRecord(string text, DateTimeOffset time) => (_text, Time) = (text, time);

    public override string Event => "test";

    public override void Write(Utf8JsonWriter writer) => writer.WriteString("text", _text);
}
