using System.Security.Cryptography;
using System.Text;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>
/// Writes what comes from outside as blocks of data. Every line inside a block begins with a prefix, and a line that opens or closes a block never
/// does, so no data can close its block. The mark is derived from the data: the same request has the same message, and data can't hold its own mark.
/// </summary>
internal sealed class DataMessage
{
    /// <summary>What each line of data begins with.</summary>
    public const string LinePrefix = "| ";

    private const int MarkLength = 16;

    private readonly List<(string Name, string Data)> _blocks = [];

    /// <summary>Adds a block.</summary>
    /// <param name="name">Its name, of our own.</param>
    /// <param name="data">The data.</param>
    public DataMessage Add(string name, string data)
    {
        _blocks.Add((name, data));
        return this;
    }

    /// <summary>Adds the passages, numbered from 1.</summary>
    /// <param name="passages">The passages.</param>
    public DataMessage Add(IReadOnlyList<Passage> passages)
    {
        for (var i = 0; i < passages.Count; i++)
        {
            var heading = passages[i].Heading.Length > 0 ? $"{passages[i].Title} > {passages[i].Heading}" : passages[i].Title;
            Add($"passage-{i + 1}-title", heading);
            Add($"passage-{i + 1}", passages[i].Text);
        }

        return this;
    }

    /// <summary>Adds earlier turns, oldest first.</summary>
    /// <param name="history">The turns.</param>
    public DataMessage Add(IReadOnlyList<Turn> history)
    {
        for (var i = 0; i < history.Count; i++)
        {
            Add($"turn-{i + 1}-question", history[i].Query);
            Add($"turn-{i + 1}-answer", history[i].Response);
        }

        return this;
    }

    /// <summary>The data alone, without marks and prefixes.</summary>
    public string Content => string.Join('\n', _blocks.Select(block => block.Data));

    /// <summary>The mark of this message.</summary>
    public string Mark => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001e', _blocks.Select(block => $"{block.Name}\u001f{block.Data}")))))[..MarkLength];

    /// <summary>The message.</summary>
    public override string ToString()
    {
        var mark = Mark;
        var text = new StringBuilder();
        foreach (var (name, data) in _blocks)
        {
            text.Append("<<<").Append(name).Append(' ').Append(mark).Append('\n');
            Prefix(text, data);
            text.Append(">>>").Append(name).Append(' ').Append(mark).Append('\n');
        }

        return text.ToString();
    }

    // All that any reader may take for the end of a line counts as one.
    private static void Prefix(StringBuilder text, string data)
    {
        text.Append(LinePrefix);
        for (var i = 0; i < data.Length; i++)
        {
            var c = data[i];
            if (c == '\r' && i + 1 < data.Length && data[i + 1] == '\n')
                continue;
            if (c is '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029' or '\u001c' or '\u001d' or '\u001e')
                text.Append('\n').Append(LinePrefix);
            else
                text.Append(c);
        }

        text.Append('\n');
    }
}
