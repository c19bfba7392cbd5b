using Microsoft.Extensions.Configuration;

namespace MctsAspire.ServiceDefaults.Logging;

/// <summary>Finds the values in the configuration that no log may show.</summary>
internal static class ConfiguredSecrets
{
    private static readonly string[] PasswordNames = ["password", "pwd", "accountkey", "sharedaccesskey"];

    // A shell's working directory, not a password.
    private static readonly string[] Harmless = ["PWD", "OLDPWD"];

    public static IEnumerable<string> In(IConfiguration configuration) =>
        configuration.AsEnumerable()
            .Where(entry => !string.IsNullOrWhiteSpace(entry.Value) && !Harmless.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))
            .SelectMany(entry => Secrets(entry.Key, entry.Value!.Trim()));

    private static IEnumerable<string> Secrets(string key, string value)
    {
        var name = key[(key.LastIndexOf(':') + 1)..];
        if (key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase))
            return Passwords(value);
        if (name.Equals("OTEL_EXPORTER_OTLP_HEADERS", StringComparison.OrdinalIgnoreCase))
            return value.Split(',').Select(header => header[(header.IndexOf('=') + 1)..].Trim());
        if (SecretPatterns.IsSecretName(name))
            return [value];
        return value.Contains("://", StringComparison.Ordinal) ? UserInfo(value) : [];
    }

    private static IEnumerable<string> Passwords(string connectionString) => UserInfo(connectionString)
        .Concat(connectionString.Split(';', ',')
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2 && PasswordNames.Contains(pair[0].Replace(" ", "", StringComparison.Ordinal).Trim().ToLowerInvariant()))
            .Select(pair => pair[1].Trim().Trim('"', '\'')));

    private static IEnumerable<string> UserInfo(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.UserInfo.IndexOf(':') is var colon and >= 0
            ? [address.UserInfo[(colon + 1)..], Uri.UnescapeDataString(address.UserInfo[(colon + 1)..])]
            : [];
}
