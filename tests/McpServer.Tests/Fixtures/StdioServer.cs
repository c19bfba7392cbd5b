using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace MctsAspire.McpServer.Tests.Fixtures;

/// <summary>The MCP server as a process, spoken to line by line without a client library.</summary>
internal sealed class StdioServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly Task<string> _errors;
    private readonly List<string> _lines = [];
    private int _id;

    private StdioServer(Process process)
    {
        _process = process;
        _errors = ReadErrorsAsync();
    }

    /// <summary>The server's program, which the build puts beside the tests.</summary>
    public static string Program { get; } = typeof(Extensions).Assembly.Location;

    /// <summary>Every line that came on standard output.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public static StdioServer Start(IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["MCTS_GATEWAY_URL", "MCTS_API_KEY", "MCTS_DATA_DIR"])
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Starts a server and greets it as a client does.</summary>
    public static async Task<StdioServer> ConnectAsync(IReadOnlyDictionary<string, string> environment)
    {
        var server = Start(environment);
        await server.AskAsync("initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}""");
        await server.SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        return server;
    }

    /// <summary>Whether a text has come on standard error so far.</summary>
    public bool HasSaid(string text)
    {
        lock (_log)
            return _log.ToString().Contains(text, StringComparison.Ordinal);
    }

    public async Task SendAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Sends a request and returns its id.</summary>
    public async Task<int> RequestAsync(string method, string parameters)
    {
        var id = ++_id;
        await SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        return id;
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    public async Task<JsonNode> AskAsync(string method, string parameters) => await AnswerToAsync(await RequestAsync(method, parameters));

    /// <summary>Calls a tool and waits for its result.</summary>
    public async Task<JsonNode> CallAsync(string tool, string arguments) =>
        (await AskAsync("tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}"""))["result"]!;

    public async Task<JsonNode> AnswerToAsync(int id)
    {
        while (await ReadLineAsync() is { } line)
        {
            if (JsonNode.Parse(line) is JsonObject message && message["id"]?.GetValue<int>() == id)
                return message;
        }

        throw new EndOfStreamException($"The server ended without an answer: {await _errors}");
    }

    /// <summary>Closes standard input and waits for the server's end.</summary>
    public async Task<(int ExitCode, string Errors)> EndAsync()
    {
        _process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(Patience);
        while (await ReadLineAsync() is not null)
        {
        }

        await _process.WaitForExitAsync(deadline.Token);
        return (_process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_log)
                _log.Append(line).Append('\n');
        }

        lock (_log)
            return _log.ToString();
    }

    private async Task<string?> ReadLineAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        var line = await _process.StandardOutput.ReadLineAsync(deadline.Token);
        if (line is not null)
            _lines.Add(line);
        return line;
    }
}
