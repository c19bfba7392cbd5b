using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>The addresses in the configuration, <c>Services:name:endpoint:i</c>. Reads them anew when the configuration is reloaded.</summary>
internal sealed partial class ConfiguredServices : IDisposable
{
    // Names come from the application's own addresses. What goes beyond is looked up each time, so that made-up names can't fill the memory.
    private const int MaxKnown = 1024;

    private readonly IConfiguration _configuration;
    private readonly string _section;
    private readonly ServiceDiscoveryOptions _options;
    private readonly ILogger<ConfiguredServices> _logger;
    private readonly IDisposable _reload;
    private volatile ConcurrentDictionary<string, ServiceAddresses> _known = NewKnown();

    public ConfiguredServices(
        IConfiguration configuration,
        IOptions<ConfigurationServiceEndpointProviderOptions> section,
        IOptions<ServiceDiscoveryOptions> options,
        ILogger<ConfiguredServices> logger)
    {
        _configuration = configuration;
        _section = section.Value.SectionName;
        _options = options.Value;
        _logger = logger;
        _reload = ChangeToken.OnChange(configuration.GetReloadToken, () => _known = NewKnown());
    }

    /// <summary>The address to use for a request, taking turns; the same address when its host is not a configured service.</summary>
    public Uri Resolve(Uri address)
    {
        var known = _known;
        var key = address.GetLeftPart(UriPartial.Authority);
        if (!known.TryGetValue(key, out var addresses))
        {
            addresses = Find(address);
            if (known.Count < MaxKnown)
                addresses = known.GetOrAdd(key, addresses);
        }

        return addresses.Next() is { } found ? Combine(found, address) : PassThrough(address);
    }

    public void Dispose() => _reload.Dispose();

    private static ConcurrentDictionary<string, ServiceAddresses> NewKnown() => new(StringComparer.OrdinalIgnoreCase);

    private ServiceAddresses Find(Uri address)
    {
        if (!ServiceQuery.TryParse(address, out var query))
            return new ServiceAddresses([]);

        var service = _configuration.GetSection(_section).GetSection(query.ServiceName);
        // A named endpoint is one section; without a name, the default one or the first scheme asked for that is configured.
        IEnumerable<string> endpoints = query.EndpointName is { } endpoint ? [endpoint] : query.Schemes.Prepend("default");
        foreach (var name in endpoints)
        {
            var addresses = Values(service.GetSection(name)).Select(value => Parse(value, query)).OfType<Uri>().ToList();
            if (addresses.Count > 0)
                return new ServiceAddresses(addresses);
        }

        return new ServiceAddresses([]);
    }

    private static IEnumerable<string> Values(IConfigurationSection section) => section.Value is { Length: > 0 } single
        ? [single]
        : section.GetChildren().Select(child => child.Value).OfType<string>().Where(value => value.Length > 0);

    private Uri? Parse(string value, ServiceQuery query)
    {
        var text = value.Contains("://", StringComparison.Ordinal) ? value : $"{query.Schemes[0]}://{value}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            LogMalformed(_logger, query.ServiceName, value);
            return null;
        }

        return _options.AllowAllSchemes || _options.AllowedSchemes.Contains(address.Scheme, StringComparer.OrdinalIgnoreCase) ? address : null;
    }

    private static Uri Combine(Uri found, Uri asked) => new UriBuilder(asked)
    {
        Scheme = found.Scheme,
        Host = found.Host,
        Port = found.Port,
        Path = found.AbsolutePath.TrimEnd('/') + asked.AbsolutePath,
    }.Uri;

    // A host that is not configured may be a real one; of several schemes the first is meant.
    private static Uri PassThrough(Uri address)
    {
        if (!address.Scheme.Contains('+', StringComparison.Ordinal))
            return address;
        var scheme = address.Scheme[..address.Scheme.IndexOf('+', StringComparison.Ordinal)];
        return new UriBuilder(address) { Scheme = scheme, Port = address.IsDefaultPort ? -1 : address.Port }.Uri;
    }

    [LoggerMessage(1, LogLevel.Warning, "The address '{Value}' of the service '{Service}' is not a URL, as in http://localhost:5000; it is left out.")]
    private static partial void LogMalformed(ILogger logger, string service, string value);
}
