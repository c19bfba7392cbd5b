using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>How long the Gateway waits for the Orchestrators, and how it finds out which of them serve: the variables <c>Forwarding__*</c>.</summary>
internal sealed record ForwardingSettings
{
    private const int Hour = 3600;
    private const int Day = 24 * Hour;

    /// <summary>How long opening a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a request that only looks something up may go without a byte.</summary>
    public TimeSpan LookupTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request that lets agents work or a search run may go without a byte: it may be silent until its answer.</summary>
    public TimeSpan WorkTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a stream of events may go without one, and its client without taking any; the Orchestrator sends a comment every now and then when nothing happens.</summary>
    public TimeSpan EventTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often each Orchestrator is asked whether it is ready, when there are several.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long such an answer may take.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <exception cref="ConfigurationException">A variable is wrong.</exception>
    public static ForwardingSettings Load(IConfiguration configuration)
    {
        var read = new SettingsReader(configuration);
        var standard = new ForwardingSettings();
        var settings = new ForwardingSettings
        {
            ConnectTimeout = Seconds("Forwarding__ConnectTimeoutSeconds", Hour) ?? standard.ConnectTimeout,
            LookupTimeout = Seconds("Forwarding__LookupTimeoutSeconds", Day) ?? standard.LookupTimeout,
            WorkTimeout = Seconds("Forwarding__WorkTimeoutSeconds", Day) ?? standard.WorkTimeout,
            EventTimeout = Seconds("Forwarding__EventTimeoutSeconds", Day) ?? standard.EventTimeout,
            ProbeInterval = Seconds("Forwarding__ProbeIntervalSeconds", Hour) ?? standard.ProbeInterval,
            ProbeTimeout = Seconds("Forwarding__ProbeTimeoutSeconds", Hour) ?? standard.ProbeTimeout,
        };
        read.RefuseOthers("Forwarding");
        read.ThrowIfWrong();
        return settings;

        TimeSpan? Seconds(string name, int most) => read.Number(name, 0.05, most) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
