using Microsoft.Extensions.Configuration;

namespace MctsAspire.McpServer.Gateway;

/// <summary>Where the running app is and how this server names itself to it.</summary>
internal sealed record GatewayOptions
{
    /// <summary>The variable that says where the gateway is.</summary>
    public const string UrlVariable = "MCTS_GATEWAY_URL";

    /// <summary>The variable that holds the API key.</summary>
    public const string KeyVariable = "MCTS_API_KEY";

    private const string DefaultUrl = "http://localhost:8000";

    private GatewayOptions(Uri url, string? apiKey, string keyFile) => (Url, ApiKey, KeyFile) = (url, apiKey, keyFile);

    /// <summary>The gateway's address, ending with a slash.</summary>
    public Uri Url { get; }

    /// <summary>The key of the environment; <see langword="null"/>: the one in <see cref="KeyFile"/>.</summary>
    public string? ApiKey { get; }

    /// <summary>The file in which the AppHost keeps its development key.</summary>
    public string KeyFile { get; }

    /// <summary>Reads the options from the environment.</summary>
    /// <exception cref="InvalidOperationException">A variable has a bad value; the message names it and what is allowed.</exception>
    public static GatewayOptions From(IConfiguration configuration)
    {
        var url = configuration[UrlVariable] is { Length: > 0 } given ? given : DefaultUrl;
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https")
            || address.UserInfo.Length > 0
            || address.Query.Length > 0)
        {
            throw new InvalidOperationException($"{UrlVariable} must be an absolute http or https address without a user name or a query, as {DefaultUrl}.");
        }

        var key = configuration[KeyVariable] is { Length: > 0 } text ? text.Trim() : null;
        if (key is not null && !IsHeaderValue(key))
            throw new InvalidOperationException($"{KeyVariable} must be one line of printable ASCII characters.");

        return new(address, key, DevelopmentKey.FileIn(configuration));
    }

    /// <summary>Whether a text can be sent as the value of a header.</summary>
    public static bool IsHeaderValue(string text) => text.Length > 0 && text.All(character => character is >= ' ' and <= '~');
}
