using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Security;

/// <summary>Whose pages may call the API from a browser: the variables <c>Cors__*</c>.</summary>
internal sealed record CorsSettings
{
    /// <summary>Stands for every origin, and must stand alone.</summary>
    public const string AnyOrigin = "*";

    private const int Day = 86_400;

    /// <summary>The origins, exactly as browsers send them; empty: no page of another origin.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Whether a browser may send what it knows of the user, as cookies. Keys travel in headers and need none of it.</summary>
    public bool AllowCredentials { get; init; }

    /// <summary>How long a browser may keep in mind what it may do.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="ConfigurationException">A variable is wrong.</exception>
    public static CorsSettings Load(IConfiguration configuration)
    {
        var read = new SettingsReader(configuration);
        var entries = read.List("Cors__Origins");
        foreach (var (name, value) in entries.Where(entry => entry.Value != AnyOrigin && !IsOrigin(entry.Value)))
            read.Refuse(name, "is no origin, and must be a scheme and a host, as https://app.example.com, with a port where it is not the usual one and nothing behind it");
        var settings = new CorsSettings
        {
            Origins = [.. entries.Select(entry => entry.Value).Distinct(StringComparer.Ordinal)],
            AllowCredentials = read.Flag("Cors__AllowCredentials") ?? false,
            MaxAge = TimeSpan.FromSeconds(read.Whole("Cors__MaxAgeSeconds", 0, Day) ?? 600),
        };
        if (settings.Origins.Contains(AnyOrigin) && settings.Origins.Count > 1)
            read.Refuse("Cors__Origins", "holds * beside others, and must hold it alone or name every origin");
        if (settings.Origins.Contains(AnyOrigin) && settings.AllowCredentials)
            read.Refuse("Cors__AllowCredentials", "is true while every origin is allowed, and must be false, or Cors__Origins must name the origins");
        read.RefuseOthers("Cors");
        read.ThrowIfWrong();
        return settings;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) == text;
}
