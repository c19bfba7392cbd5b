using System.Text;

namespace MctsAspire.Gateway.Tests.Fuzzing;

/// <summary>Requests byte by byte, of which many are none: what proxies have been deceived with, and accidents.</summary>
internal sealed class RawCases(string key)
{
    /// <summary>Stands in every request that hides inside of another one; the Orchestrator must never see it.</summary>
    public const string Hidden = "smuggled";

    private static readonly string[] Codings =
    [
        "chunked", "xchunked", "chunked, identity", "identity, chunked", "identity", "chunked,chunked", "\"chunked\"", "chunked;q=1", "CHUNKED", " chunked ", "\tchunked", "\u000bchunked",
        "gzip, chunked", "chunked\r\nTransfer-Encoding: chunked", "chunk", "", "chunked\r\n ,identity", "x\r\nTransfer-Encoding: chunked", "chunked\r\nTransfer-Encoding: identity",
    ];

    private static readonly string[] Lengths =
        ["0", "5", "-1", "+5", "5 ", " 5", "0x5", "5,5", "5, 6", "05", "99999999999999999999", "1e1", "5\r\nContent-Length: 6", "5\r\nContent-Length: 5", "", "a", "2147483648", "5\r\n 0", "\u00b5"];

    private static readonly string[] Names = ["{0}: {1}", "{0}:{1}", "{0} : {1}", " {0}: {1}", "{0}:\t{1}", "{0}\t: {1}", "{0}:\r\n {1}", "{0}\0: {1}", "{0}\u00ad: {1}", "X: y\n{0}: {1}", "X: y\r{0}: {1}"];
    private static readonly string[] Ends = ["\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", "\n\r"];
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "head", "Head", "delete", "G", "GET\0", "QUERY", "PRI", new string('M', 300), "", "GE T", "GET\t"];

    private static readonly string[] Targets =
    [
        "/domains", "*", "/", "//", "/../admin/keys", "/%2e%2e/admin/keys", "/domains/../query", "http://evil/domains", "evil:443", "/domains?x=%00", "/%ff%fe", "/documents/%2e%2e", "/a\u0001b", "/\u00ff",
        "/documents/a%2Fb", "/%zz", "/?", "?", "#", "/domains#x", "domains", "/v1/models/%6dcts", "/" + new string('a', 9000), "/documents?limit=" + new string('9', 400), "http://", "http://[::1/", "//evil/domains",
    ];

    private static readonly string[] Versions = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/3", "HTTP/1.2", "HTTP/1.1 ", "http/1.1", "HTTP/11", "", "HTTQ/1.1", "HTTP/9.9"];

    private static readonly string[] Chunks =
    [
        "5\r\nabcde\r\n0\r\n\r\n", "5;a=b\r\nabcde\r\n0\r\n\r\n", "5;a=\"\r\n\"\r\nabcde\r\n0\r\n\r\n", "5 \r\nabcde\r\n0\r\n\r\n", "0x5\r\nabcde\r\n0\r\n\r\n", "-5\r\nabcde\r\n0\r\n\r\n", "5\nabcde\n0\n\n",
        "5\r\nabcdeX0\r\n\r\n", "FFFFFFFFFFFFFFFFF\r\nabc", "7fffffff\r\nabc", "5\r\nabcde\r\n0\r\nX-Client-Id: smuggled\r\n\r\n", "5\r\nabcde\r\n0\r\nContent-Length: 9\r\n\r\n", "\r\n\r\n", "g\r\n", "00000000000000005\r\nabcde\r\n0\r\n\r\n",
        "5\r\nabcde\r\n0\r\nA: b\0\r\n\r\n", "5\r\nabcde\r\n0\r\nA: \u00ff\r\n\r\n", "5;\n\r\nabcde\r\n0\r\n\r\n", "5\r\nabcde\r\n0;x\n\r\n\r\n", "1\r\na\r\n1\r\nb\r\n0\r\n\r\n",
    ];

    private string Inner => $"GET /budget?thread_id={Hidden} HTTP/1.1\r\nHost: a\r\nX-API-Key: {key}\r\n\r\n";

    /// <summary>The case of a seed.</summary>
    public FuzzCase Next(Random random) => random.Next(14) switch
    {
        0 => Smuggling(random),
        1 => Smuggling(random),
        2 => Chunking(random),
        3 => Headers(random),
        4 => FirstLine(random),
        5 => Text(random),
        6 => Deep(random),
        7 => Pipeline(random),
        8 => HalfClosed(random),
        9 or 10 or 11 => Mutated(random),
        12 => WithoutKey(random),
        _ => Noise(random),
    };

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private string Get(string target = "/domains") => $"GET {target} HTTP/1.1\r\nHost: a\r\nX-API-Key: {key}\r\n\r\n";

    private string Post(string target, string body) =>
        $"POST {target} HTTP/1.1\r\nHost: a\r\nX-API-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\n\r\n{body}";

    // The hidden request stands where one of two readings of the length ends the body and the other does not. What remains after a body that is framed in one good way would be a
    // request that the client makes: the inner one is never without the other framing.
    private FuzzCase Smuggling(Random random)
    {
        var inner = Inner;
        var body = random.Next(4) switch
        {
            0 => $"0\r\n\r\n{inner}",
            1 => $"{inner.Length:x}\r\n{inner}\r\n0\r\n\r\n",
            2 => $"1\r\nZ\r\nQ\r\n\r\n{inner}",
            _ => inner,
        };
        var length = string.Format(null, Pick(random, Names), "Content-Length", random.Next(3) == 0 ? Pick(random, Lengths) : random.Next(2) == 0 ? $"{body.Length}" : $"{body.Length - inner.Length}");
        var coding = string.Format(null, Pick(random, Names), "Transfer-Encoding", Pick(random, Codings));
        var headers = random.Next(2) == 0 ? $"{length}\r\n{coding}" : $"{coding}\r\n{length}";
        var target = random.Next(3) switch { 0 => "/query", 1 => "/documents", _ => "/artifacts/a/verify" };
        return new FuzzCase("smuggling", Bytes($"POST {target} HTTP/1.1\r\nHost: a\r\nX-API-Key: {key}\r\nContent-Type: application/json\r\n{headers}\r\n\r\n{body}"));
    }

    private FuzzCase Chunking(Random random)
    {
        var end = Pick(random, Ends);
        var head = string.Join(end, $"POST {(random.Next(2) == 0 ? "/query" : "/documents")} HTTP/1.1", "Host: a", $"X-API-Key: {key}", "Content-Type: application/json", "Transfer-Encoding: chunked", "", "");
        return new FuzzCase("chunking", Bytes(head + Pick(random, Chunks)));
    }

    private FuzzCase Headers(Random random)
    {
        var headers = new StringBuilder();
        switch (random.Next(5))
        {
            case 0:
                for (var i = random.Next(1, 300); i > 0; i--)
                    headers.Append($"X-{i}: {i}\r\n");
                break;
            case 1:
                headers.Append("X-Long: ").Append('a', random.Next(1, 60_000)).Append("\r\n");
                break;
            case 2:
                foreach (var name in (string[])["X-Client-Id", "X-Request-ID", "X-Forwarded-For", "Forwarded", "Via", "Cookie", "Authorization", "Expect", "Upgrade", "Connection", "TE", "Host", "Accept", "Content-Encoding", "Origin"])
                    headers.Append($"{name}: {(random.Next(3) == 0 ? Hidden : random.Next(2) == 0 ? "100-continue, websocket, close" : new string((char)random.Next(32, 256), random.Next(1, 200)))}\r\n");
                break;
            case 3:
                headers.Append(string.Format(null, Pick(random, Names), "X-API-Key", key)).Append("\r\n");
                break;
            default:
                headers.Append((char)random.Next(256)).Append(": a\r\nX: ").Append((char)random.Next(256)).Append("\r\n");
                break;
        }

        return new FuzzCase("headers", Bytes($"GET /domains HTTP/1.1\r\nHost: a\r\nX-API-Key: {key}\r\n{headers}\r\n"));
    }

    private FuzzCase FirstLine(Random random) => new(
        "first line", Bytes($"{Pick(random, Methods)} {Pick(random, Targets)} {Pick(random, Versions)}{Pick(random, Ends)}Host: a\r\nX-API-Key: {key}\r\n\r\n"));

    private FuzzCase Text(Random random)
    {
        var text = new byte[random.Next(1, 200)];
        random.NextBytes(text);
        var wild = Encoding.Latin1.GetString(text);
        return new FuzzCase("text", Bytes(random.Next(4) switch
        {
            0 => Post("/query", $$"""{"query":"{{wild}}"}"""),
            1 => Post("/documents", $$"""{"title":"a","text":"\ud800{{wild}}"}"""),
            2 => Post("/v1/chat/completions", $$"""{"model":"mcts","messages":[{"role":"user","content":"{{wild}}\u0000"}]}"""),
            _ => Post("/agents/hrm", wild),
        }));
    }

    private FuzzCase Deep(Random random)
    {
        var depth = random.Next(1, 20_000);
        var open = random.Next(3) switch { 0 => "[", 1 => """{"a":""", _ => """{"query":[""" };
        var json = string.Concat(Enumerable.Repeat(open, depth)) + (random.Next(2) == 0 ? "" : string.Concat(Enumerable.Repeat("]", depth)));
        return new FuzzCase("deep", Bytes(Post(random.Next(4) switch { 0 => "/query", 1 => "/search", 2 => "/documents", _ => "/v1/embeddings" }, json)));
    }

    private FuzzCase Pipeline(Random random)
    {
        var count = random.Next(2, 20);
        var all = string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? Post("/query", """{"query":"a"}""") : Get()));
        return new FuzzCase("pipeline", Bytes(all)) { Requests = count, IsWhole = true };
    }

    private FuzzCase HalfClosed(Random random)
    {
        var whole = Post("/query", """{"query":"a"}""");
        return new FuzzCase("half closed", Bytes(whole[..random.Next(1, whole.Length + 1)])) { Leaves = true };
    }

    private FuzzCase Mutated(Random random)
    {
        var bytes = Bytes(random.Next(3) switch
        {
            0 => Get($"/documents?limit={random.Next(2000)}"),
            1 => Post("/query", """{"query":"Why?","use_mcts":true,"mcts_iterations":10,"thread_id":"t","seed":7}"""),
            _ => $"POST /documents HTTP/1.1\r\nHost: a\r\nX-API-Key: {key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1a\r\n{{\"title\":\"t\",\"text\":\"abc\"}}\r\n0\r\n\r\n",
        }).ToList();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.Insert(at, (byte)random.Next(256)); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(20), bytes.Count - at))); break;
            }
        }

        return new FuzzCase("mutated", [.. bytes]);
    }

    private FuzzCase WithoutKey(Random random)
    {
        var wrong = random.Next(6) switch
        {
            0 => "",
            1 => $"X-API-Key: {key[..^1]}\r\n",
            2 => $"X-API-Key: {key}x\r\n",
            3 => $"X_API_Key: {key}\r\n",
            4 => $"Cookie: X-API-Key={key}\r\n",
            _ => $"Authorization: Basic {key}\r\n",
        };
        var target = random.Next(2) == 0 ? "/domains" : $"/domains?X-API-Key={key}&api_key={key}";
        return new FuzzCase("without key", Bytes($"{(random.Next(2) == 0 ? "GET" : "DELETE")} {target} HTTP/1.1\r\nHost: a\r\n{wrong}\r\n")) { Requests = 0, IsWhole = true };
    }

    private static FuzzCase Noise(Random random)
    {
        var bytes = new byte[random.Next(1, 2000)];
        random.NextBytes(bytes);
        return new FuzzCase("noise", bytes) { Requests = 0 };
    }
}
