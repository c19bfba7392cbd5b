using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MctsAspire.Gateway.Tests.Fuzzing;

namespace MctsAspire.Gateway.Tests.Documentation;

/// <summary>A route as the OpenAPI document describes it.</summary>
internal sealed partial record ApiOperation(ApiDocument Document, string Method, string Path, JsonElement Described)
{
    // Of every answer of HTTP (RFC 9110), and those for browsers, which docs/gateway.md lists: they say nothing of the API.
    private static readonly HashSet<string> Common = new(
        ["Cache-Control", "Connection", "Content-Length", "Content-Security-Policy", "Content-Type", "Date", "Expires", "Pragma", "Referrer-Policy", "Transfer-Encoding", "Vary", "X-Content-Type-Options", "X-Frame-Options"],
        StringComparer.OrdinalIgnoreCase);

    public bool NeedsKey => Described.GetProperty("security").GetArrayLength() > 0;

    public bool IsForwarded => NeedsKey && Path != "/stats" && !IsForAdmins;

    public bool IsForAdmins => Path.StartsWith("/admin/", StringComparison.Ordinal);

    public bool TakesBody => Described.TryGetProperty("requestBody", out _);

    /// <summary>The path with a name in each place, one that may stand there.</summary>
    public string Target => Name().Replace(Path, name => name.Value switch { "{agent}" => "trm", "{model}" => "mcts", _ => "a" });

    /// <summary>The statuses of errors that it is described with.</summary>
    public IEnumerable<int> Errors => Described.GetProperty("responses").EnumerateObject().Select(response => int.Parse(response.Name, CultureInfo.InvariantCulture)).Where(status => status >= 400);

    public override string ToString() => $"{Method} {Path}";

    /// <summary>A request as it goes over the wire.</summary>
    /// <param name="headers">Headers, each with its line break.</param>
    /// <param name="method">Another method than its own.</param>
    /// <param name="query">What stands behind the path.</param>
    /// <param name="target">Another path than <see cref="Target"/>.</param>
    public byte[] Request(string headers = "", string? method = null, string query = "", string? target = null) =>
        Encoding.Latin1.GetBytes($"{method ?? Method} {target ?? Target}{query} HTTP/1.1\r\nHost: a\r\n{headers}\r\n");

    /// <summary>What the document does not say of an answer, or says otherwise.</summary>
    /// <param name="answer">An answer to a request for this route.</param>
    public IEnumerable<string> Misfits(HttpAnswer answer)
    {
        if (!Described.GetProperty("responses").TryGetProperty(answer.Status.ToString(CultureInfo.InvariantCulture), out var reference))
            return [$"the status {answer.Status} is not described"];
        var response = Document.Resolve(reference);
        return [.. HeaderMisfits(response, answer), .. BodyMisfits(response, answer)];
    }

    private IEnumerable<string> HeaderMisfits(JsonElement response, HttpAnswer answer)
    {
        var sent = answer.Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line[..line.IndexOf(':')]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var described = response.GetProperty("headers").EnumerateObject().ToArray();
        foreach (var header in sent.Except(Common).Except(described.Select(header => header.Name), StringComparer.OrdinalIgnoreCase))
            yield return $"the header {header} of {answer.Status} is not described";
        foreach (var header in described.Where(header => Document.Resolve(header.Value).TryGetProperty("required", out var required) && required.GetBoolean() && !sent.Contains(header.Name)))
            yield return $"the header {header.Name} of {answer.Status} is missing";
    }

    private IEnumerable<string> BodyMisfits(JsonElement response, HttpAnswer answer)
    {
        var type = ContentType().Match(answer.Head).Groups[1].Value;
        if (!response.GetProperty("content").TryGetProperty(type, out var content))
            return [$"the type '{type}' of {answer.Status} is not described"];
        return Document.Misfits(content.GetProperty("schema"), JsonElement.Parse(answer.Body)).Select(misfit => $"{answer.Status}: {misfit}");
    }

    [GeneratedRegex(@"\{[a-z_]+\}")]
    private static partial Regex Name();

    [GeneratedRegex(@"\r\nContent-Type: ([a-z/-]+)")]
    private static partial Regex ContentType();
}
