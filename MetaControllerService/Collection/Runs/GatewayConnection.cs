using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>Where the running app is, and who asks it.</summary>
internal static class GatewayConnection
{
    /// <summary>The setting that holds the address.</summary>
    public const string Address = "MCTS_GATEWAY_URL";

    /// <summary>The setting that holds the key.</summary>
    public const string Key = "MCTS_API_KEY";

    /// <summary>The address without a setting.</summary>
    public const string UsualAddress = "http://localhost:8000";

    private const int LargestAnswerBytes = 64 * 1024 * 1024;

    /// <summary>A client with the address and the key.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="address">The address; null: that of the settings.</param>
    /// <param name="field">What the address is called in an error.</param>
    /// <param name="timeout">How long an answer is waited for.</param>
    /// <exception cref="ConfigurationException">The address is none, or there is no key.</exception>
    public static HttpClient Open(IConfiguration settings, string? address, string field, TimeSpan timeout)
    {
        address ??= settings[Address] is { Length: > 0 } named ? named : UsualAddress;
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
            throw new ConfigurationException($"{field} must be an address with http or https, such as {UsualAddress}.");
        if (settings[Key] is not { Length: > 0 } key || key.Any(character => character is < '!' or > '~'))
            throw new ConfigurationException($"{Key} must hold the key that the app printed when it started, without spaces or line breaks.");

        // The key goes nowhere but to this address.
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = uri, Timeout = timeout, MaxResponseContentBufferSize = LargestAnswerBytes };
        http.DefaultRequestHeaders.Add("X-API-Key", key);
        return http;
    }
}
