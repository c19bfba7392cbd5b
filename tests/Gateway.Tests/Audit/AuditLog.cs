using System.Text.Json;
using MctsAspire.Gateway.Audit;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>The log of a data folder, read as anybody would.</summary>
internal sealed class AuditLog(string dataFolder)
{
    public string Folder { get; } = AuditFiles.FolderIn(dataFolder);

    public IReadOnlyList<string> Files => Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder, "*.jsonl").Order(StringComparer.Ordinal)] : [];

    /// <summary>All lines that have an end.</summary>
    public IReadOnlyList<JsonElement> Lines => [.. Files.SelectMany(Whole).Where(line => line.EndsWith("\"}", StringComparison.Ordinal)).Select(line => JsonElement.Parse(line))];

    public IEnumerable<JsonElement> Of(string name) => Lines.Where(line => line.GetProperty("event").GetString() == name);

    /// <summary>Waits for a record of a request.</summary>
    public Task<JsonElement> RequestAsync(Func<JsonElement, bool> wanted) => FirstAsync("request", wanted);

    /// <summary>Waits for a record of an event.</summary>
    public async Task<JsonElement> FirstAsync(string name, Func<JsonElement, bool>? wanted = null)
    {
        var found = default(JsonElement);
        await Eventually.HoldsAsync(() =>
        {
            found = Of(name).FirstOrDefault(line => wanted?.Invoke(line) != false);
            return Task.FromResult(found.ValueKind == JsonValueKind.Object);
        });
        return found;
    }

    private static string[] Whole(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
