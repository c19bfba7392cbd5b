using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Bodies that were really sent, by operation: <c>query.request.json</c>, <c>query.200.json</c>; a <c>.txt</c> stands for a body that is text.</summary>
internal static class ExampleCatalog
{
    private const string Folder = "Examples/";

    private static readonly FrozenDictionary<string, string> Bodies = Read();

    /// <summary>The body of a request to an operation in JSON; <see langword="null"/>: there is none.</summary>
    public static JsonNode? Request(string? operation) => Json($"{operation}.request");

    /// <summary>The body of an operation's answer in JSON; <see langword="null"/>: there is none.</summary>
    public static JsonNode? Response(string? operation, string status) => Json($"{operation}.{status}");

    /// <summary>The body of an operation's answer as text; <see langword="null"/>: there is none.</summary>
    public static string? Text(string? operation, string status) => Bodies.GetValueOrDefault($"{operation}.{status}.txt");

    private static JsonNode? Json(string name) => Bodies.TryGetValue($"{name}.json", out var body) ? JsonNode.Parse(body) : null;

    private static FrozenDictionary<string, string> Read()
    {
        var assembly = typeof(ExampleCatalog).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => name[Folder.Length..],
                name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return reader.ReadToEnd();
                },
                StringComparer.Ordinal);
    }
}
