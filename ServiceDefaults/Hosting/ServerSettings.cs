using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.ServiceDefaults.Hosting;

/// <summary>What the server takes from its clients, and how it ends: the variables <c>Server__*</c>.</summary>
internal sealed record ServerSettings
{
    private const int Many = 1_000_000;
    private const int Hour = 3600;

    /// <summary>Connections at a time, of all clients together.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Connections at a time of one address; 0: as many as of all. Off unless set, since behind a proxy every client has the proxy's address.</summary>
    public int MaxConnectionsPerAddress { get; init; }

    /// <summary>How long the head of a request may take to arrive.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may be idle before and between requests.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How fast a body must arrive and an answer must be taken, on the average, in bytes a second; 0: any speed.</summary>
    public int MinBytesPerSecond { get; init; } = 240;

    /// <summary>How long it may be slower than that.</summary>
    public TimeSpan MinBytesGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of the first line of a request.</summary>
    public int MaxRequestLineBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of all headers of a request.</summary>
    public int MaxHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Headers of a request.</summary>
    public int MaxHeaders { get; init; } = 100;

    /// <summary>How long the service goes on taking connections after it was told to stop, while it says that it is not ready.</summary>
    public TimeSpan DrainDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How long the requests on their way may take after that.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <exception cref="ConfigurationException">A variable is wrong.</exception>
    public static ServerSettings Load(IConfiguration configuration)
    {
        var read = new SettingsReader(configuration);
        var standard = new ServerSettings();
        var settings = new ServerSettings
        {
            MaxConnections = read.Whole("Server__MaxConnections", 1, Many) ?? standard.MaxConnections,
            MaxConnectionsPerAddress = read.Whole("Server__MaxConnectionsPerAddress", 0, Many) ?? standard.MaxConnectionsPerAddress,
            HeadersTimeout = Seconds("Server__HeadersTimeoutSeconds", 1) ?? standard.HeadersTimeout,
            KeepAlive = Seconds("Server__KeepAliveSeconds", 1) ?? standard.KeepAlive,
            MinBytesPerSecond = read.Whole("Server__MinBytesPerSecond", 0, Many) ?? standard.MinBytesPerSecond,
            // The server looks once a second.
            MinBytesGrace = Seconds("Server__MinBytesGraceSeconds", 2) ?? standard.MinBytesGrace,
            MaxRequestLineBytes = read.Whole("Server__MaxRequestLineBytes", 256, Many) ?? standard.MaxRequestLineBytes,
            MaxHeaderBytes = read.Whole("Server__MaxHeaderBytes", 1024, Many) ?? standard.MaxHeaderBytes,
            MaxHeaders = read.Whole("Server__MaxHeaders", 10, 10_000) ?? standard.MaxHeaders,
            DrainDelay = Seconds("Server__DrainDelaySeconds", 0) ?? standard.DrainDelay,
            Drain = Seconds("Server__DrainSeconds", 0) ?? standard.Drain,
        };
        read.RefuseOthers("Server");
        read.ThrowIfWrong();
        return settings;

        TimeSpan? Seconds(string name, int least) => read.Number(name, least, Hour) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
