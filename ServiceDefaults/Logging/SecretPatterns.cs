using System.Buffers;
using System.Text.RegularExpressions;
using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.ServiceDefaults.Logging;

/// <summary>
/// Finds secrets by their look: keys by their prefixes, tokens and passwords by what stands before them. In doubt it hides too much.
/// Every repetition that may fail after a long run is bounded, since what is logged may come from a hostile client.
/// </summary>
internal static partial class SecretPatterns
{
    private const string Mask = Secret.Mask;

    /// <summary>Without one of these no pattern can match; a quick look for them spares most lines the patterns.</summary>
    private static readonly SearchValues<string> Triggers = SearchValues.Create(
        ["mcts_", "sk-", "bt-", "pc-", "pcsk_", "eyj", "akia", "bearer", "basic", "auth", "key", "pass", "pwd", "secret", "token", "cookie", "signature", "://"],
        StringComparison.OrdinalIgnoreCase);

    private const string NameOfSecret =
        """(?:pass(?:word|wd|phrase)?|pwd|secret|token|signature|(?:api|access|account|private|secret|shared|storage|master|encryption)[-_. ]?(?:access[-_. ]?)?key(?:[-_. ]?id)?)""";

    /// <summary>Words that our own names after <c>mcts_</c> are made of: a metric or a field is not a key.</summary>
    private static readonly HashSet<string> Vocabulary = new(StringComparer.Ordinal)
    {
        "active", "api", "aspire", "best", "action", "bucket", "c", "count", "data", "dir", "duration", "error", "errors", "gateway",
        "iteration", "iterations", "key", "node", "nodes", "replicas", "request", "requests", "result", "results", "root", "run", "search",
        "seconds", "seed", "service", "simulator", "stats", "sum", "total", "type", "url", "value", "visits",
    };

    public static string Redact(string text)
    {
        if (!text.AsSpan().ContainsAny(Triggers))
            return text;

        text = UrlPassword().Replace(text, $"$1{Mask}@");
        text = HeaderValue().Replace(text, $"$1{Mask}");
        text = ListedValue().Replace(text, $"$1{Mask}");
        text = NamedValue().Replace(text, $"$1{Mask}");
        text = Scheme().Replace(text, $"$1{Mask}");
        text = PrefixedKey().Replace(text, Mask);
        return OwnKey().Replace(text, static match => IsOwnName(match.ValueSpan) ? match.Value : Mask);
    }

    /// <summary>Whether whatever stands under this name is a secret.</summary>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    private static bool IsOwnName(ReadOnlySpan<char> name)
    {
        var words = Vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var part in name.Split('_'))
        {
            var word = name[part];
            if (!word.SequenceEqual("mcts") && !words.Contains(word))
                return false;
        }

        return true;
    }

    // scheme://user:password@host, up to the last @ before white space: a password may hold one.
    [GeneratedRegex(@"(://[^\s:/@]{0,256}:)[^\s]{0,1024}@", RegexOptions.CultureInvariant)]
    private static partial Regex UrlPassword();

    // Authorization: Bearer abc, "X-API-Key": "abc", Cookie=abc. A quoted value ends at its quote, a bare one at the end of the line.
    [GeneratedRegex(
        """((?:authorization|x-api-key|cookie)\\?["']?\s{0,8}[:=,]\s{0,8}\[?)(?:"(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\\\r\n]|\\.)*'?|\\"(?:[^"\r\n])*"?|[^\r\n]+)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeaderValue();

    // Where values may have spaces: in a list as of a connection (;Password=a b), as a setting's line (DB_PASSWORD=a b), after a colon, and of a phrase. It ends where the list does, or the line.
    [GeneratedRegex(
        """((?=[pstame])(?:(?<=;[\w .-]{0,40}|,\s?[\w.-]{0,40})"""
        + NameOfSecret
        + """\s{0,8}=|(?-i:(?<=^(?:export\s)?[A-Z0-9_]{0,64})(?=[A-Z0-9_]{3,64}=))"""
        + NameOfSecret
        + """=|passphrase\s{0,8}=|"""
        + NameOfSecret
        + """\\?["']?\s{0,8}:)\s{0,8})(?!\\["'])[^\s"';,&}\]][^\r\n"';,&}\]]*""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ListedValue();

    // password=abc; "api_key": "abc", AccountKey=abc. A bare value ends where a connection string, a query or a list goes on, and else at its first space.
    [GeneratedRegex(
        "("
        + NameOfSecret
        + """\\?["']?\s{0,8}[:=]\s{0,8})(?:"(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\\\r\n]|\\.)*'?|\\"(?:[^"\r\n])*"?|\\'(?:[^'\r\n])*'?"""
        + """|[^\s"';,&}\]](?>[^\r\n"';,&}\]]*)(?=[;"}\]]|'(?![A-Za-z])|[,&]\s?[\w.-]{1,64}\s?[:=])|[^\s"';,&}\]]+)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedValue();

    [GeneratedRegex(@"\b((?:bearer\s{1,8})|(?:basic\s{1,8}(?=[A-Za-z0-9+/]{0,200}[0-9=])))[A-Za-z0-9._~+/=:-]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    // Keys of outside systems. The short prefixes count at the beginning of a word, or anywhere before something long with a digit or a capital in it.
    [GeneratedRegex(
        @"sk-ant-[A-Za-z0-9_-]+|(?<![A-Za-z0-9])(?:sk-[A-Za-z0-9_-]{4,}|(?:bt|pc)-[A-Za-z0-9_-]{6,})|(?:sk|bt|pc)-(?=[A-Za-z_-]{0,200}[A-Z0-9])[A-Za-z0-9_-]{16,}|pcsk_[A-Za-z0-9_-]+|eyJ[A-Za-z0-9_-]{4,1024}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?|AKIA[A-Z0-9]{12,}",
        RegexOptions.CultureInvariant)]
    private static partial Regex PrefixedKey();

    [GeneratedRegex("mcts_[A-Za-z0-9_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex OwnKey();

    [GeneratedRegex(
        "authorization|cookie|pass(?:word|wd|phrase)|pwd|secret|token\\z|connection_?string|credential|api[-_]?key|access[-_]?key|private[-_]?key",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
