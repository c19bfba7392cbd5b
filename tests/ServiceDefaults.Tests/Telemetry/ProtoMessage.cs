using System.Text;
using Google.Protobuf;

namespace MctsAspire.ServiceDefaults.Tests.Telemetry;

/// <summary>A protobuf message read by the numbers of its fields.</summary>
internal sealed class ProtoMessage
{
    private readonly byte[] _bytes;
    private readonly List<(int Number, byte[] Value)> _fields = [];

    public ProtoMessage(byte[] bytes)
    {
        _bytes = bytes;
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                _fields.Add((WireFormat.GetTagFieldNumber(tag), input.ReadBytes().ToByteArray()));
            else
                input.SkipLastField();
        }
    }

    public IEnumerable<byte[]> Bytes(int number) => _fields.Where(field => field.Number == number).Select(field => field.Value);

    public string Text(int number) => Bytes(number).Select(Encoding.UTF8.GetString).FirstOrDefault("");

    public IEnumerable<ProtoMessage> Messages(params ReadOnlySpan<int> path)
    {
        var found = Bytes(path[0]).Select(bytes => new ProtoMessage(bytes));
        foreach (var number in path[1..])
            found = found.SelectMany(message => message.Bytes(number)).Select(bytes => new ProtoMessage(bytes));
        return found;
    }

    /// <summary>The entries of a list of OTLP's KeyValue, those with texts.</summary>
    public Dictionary<string, string> Attributes(int number) =>
        Messages(number).ToDictionary(entry => entry.Text(1), entry => entry.Messages(2).Select(value => value.Text(1)).FirstOrDefault(""));

    /// <summary>Whether a text stands anywhere in the message.</summary>
    public bool Holds(string text) => _bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
