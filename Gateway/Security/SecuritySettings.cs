using System.Globalization;
using System.Net;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Security;

/// <summary>What browsers are told and which proxies and names are trusted: the variables <c>Security__*</c> and <c>AllowedHosts</c>.</summary>
internal sealed record SecuritySettings
{
    private const string AnyHost = "*";
    private const int TwoYears = 63_072_000;

    /// <summary>How long browsers are to use https alone, told on answers over https; zero: they are not told.</summary>
    public TimeSpan StrictTransport { get; init; } = TimeSpan.FromDays(365);

    /// <summary>What an answer that is no page may load or be shown in.</summary>
    public string ApiPolicy { get; init; } = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>The same for a page that does not say it itself.</summary>
    public string PagePolicy { get; init; } =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The proxies whose word on a client's address and scheme counts.</summary>
    public IReadOnlyList<IPNetwork> KnownProxies { get; init; } = [];

    /// <summary>The names by which the service may be called; <see langword="null"/>: any.</summary>
    public IReadOnlyList<string>? AllowedHosts { get; init; }

    /// <exception cref="ConfigurationException">A variable is wrong.</exception>
    public static SecuritySettings Load(IConfiguration configuration)
    {
        var read = new SettingsReader(configuration);
        var standard = new SecuritySettings();
        var settings = new SecuritySettings
        {
            StrictTransport = read.Whole("Security__HstsSeconds", 0, TwoYears) is { } seconds ? TimeSpan.FromSeconds(seconds) : standard.StrictTransport,
            ApiPolicy = Policy(read, "Security__ContentSecurityPolicy") ?? standard.ApiPolicy,
            PagePolicy = Policy(read, "Security__PageContentSecurityPolicy") ?? standard.PagePolicy,
            KnownProxies = Networks(read, "Security__KnownProxies"),
            AllowedHosts = Hosts(read, "AllowedHosts"),
        };
        read.RefuseOthers("Security");
        read.ThrowIfWrong();
        return settings;
    }

    private static string? Policy(SettingsReader read, string name)
    {
        if (read.Text(name) is not { } text)
            return null;
        if (text.All(character => character is >= ' ' and <= '~'))
            return text;
        read.Refuse(name, "holds a character that a header can't, and must be ASCII on one line");
        return null;
    }

    private static List<IPNetwork> Networks(SettingsReader read, string name)
    {
        var networks = new List<IPNetwork>();
        foreach (var (entry, value) in read.List(name))
        {
            if (IPAddress.TryParse(value, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(value, out var network))
                networks.Add(network);
            else
                read.Refuse(entry, "is no address, and must be one, as 10.0.0.7, or a network, as 10.0.0.0/8");
        }

        return networks;
    }

    private static List<string>? Hosts(SettingsReader read, string name)
    {
        var hosts = (read.Text(name) ?? AnyHost).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        if (hosts.Contains(AnyHost))
            return null;
        foreach (var host in hosts.Where(host => Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host.Trim('[', ']')) == UriHostNameType.Unknown))
            read.Refuse(name, string.Create(CultureInfo.InvariantCulture, $"holds an entry of {host.Length} characters that is no host name, and must hold names without ports, as api.example.com or *.example.com, with semicolons between them"));
        return hosts;
    }
}
