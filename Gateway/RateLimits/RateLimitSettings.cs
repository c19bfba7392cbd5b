using System.Globalization;
using System.Runtime.CompilerServices;
using MctsAspire.Gateway.Authentication;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>The limits that hold for every client whose key sets none of its own: the section <c>RateLimits</c>, and <c>RATE_LIMIT_REQUESTS_PER_MINUTE</c>.</summary>
internal sealed class RateLimitSettings
{
    private const string SectionName = "RateLimits";
    private const string MinuteVariable = "RATE_LIMIT_REQUESTS_PER_MINUTE";
    private const int MostReplicas = 1000;
    private const decimal ShortestWindowSeconds = 0.01m;
    private const decimal LongestWindowSeconds = 31 * 86_400;

    private static readonly string[] Names =
    [
        nameof(Enabled), nameof(ClientLimits.PerSecond), nameof(ClientLimits.PerHour), nameof(ClientLimits.PerDay), nameof(ClientLimits.IterationsPerDay), nameof(ClientLimits.TokensPerDay),
        nameof(Replicas), "RedisTimeoutMilliseconds", "Windows__SecondSeconds", "Windows__MinuteSeconds", "Windows__HourSeconds", "Windows__DaySeconds",
    ];

    private readonly ConditionalWeakTable<ClientLimits, LimitPlan> _plans = [];
    private readonly RateWindow[] _windows;
    private readonly int _orchestrators;

    private RateLimitSettings(RateWindow[] windows, int orchestrators) => (_windows, _orchestrators) = (windows, orchestrators);

    /// <summary><c>RateLimits__Enabled</c>: whether requests beyond a limit are refused; otherwise they are only counted.</summary>
    public bool Enabled { get; private init; }

    /// <summary><c>RateLimits__Replicas</c>: how many instances of the Gateway share the limits while Redis is away. Null: as many as Redis last knew of.</summary>
    public int? Replicas { get; private init; }

    /// <summary><c>RateLimits__RedisTimeoutMilliseconds</c>: how long a request waits for Redis, 10 to 10,000.</summary>
    public TimeSpan RedisTimeout { get; private init; }

    /// <summary><c>RateLimits__IterationsPerDay</c>: iterations of searches of each client on each day by UTC. Null: as many as it likes.</summary>
    public long? IterationsPerDay { get; private init; }

    /// <summary><c>RateLimits__TokensPerDay</c>: tokens of language models of each client on each day by UTC. Null: as many as it likes.</summary>
    public long? TokensPerDay { get; private init; }

    /// <exception cref="ConfigurationException">A setting is wrong; the message names its variable.</exception>
    /// <param name="configuration">The configuration.</param>
    /// <param name="orchestrators">How many Orchestrators there are; each counts iterations for itself.</param>
    public static RateLimitSettings Load(IConfiguration configuration, int orchestrators = 1)
    {
        var section = configuration.GetSection(SectionName);
        // The one name that is elsewhere.
        if (section.GetChildren().FirstOrDefault(setting => setting.Key.StartsWith(nameof(ClientLimits.PerMinute), StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(setting.Value)) is { } minute)
            throw new ConfigurationException(Variable(minute.Key), $"is no setting that there is; {MinuteVariable} sets the minute's limit");
        KnownSettings.Require(configuration, SectionName, Names);

        var windows = new[]
        {
            new RateWindow("second", Integer(section, nameof(ClientLimits.PerSecond), 1, ClientLimits.MostRequests) ?? 100, Length(section, "Windows:SecondSeconds", 1)),
            new RateWindow("minute", PerMinute(configuration), Length(section, "Windows:MinuteSeconds", 60)),
            new RateWindow("hour", Integer(section, nameof(ClientLimits.PerHour), 1, ClientLimits.MostRequests) ?? 1000, Length(section, "Windows:HourSeconds", 3600)),
            new RateWindow("day", Integer(section, nameof(ClientLimits.PerDay), 1, ClientLimits.MostRequests) ?? 10_000, Length(section, "Windows:DaySeconds", 86_400)),
        };
        return new RateLimitSettings(windows, orchestrators)
        {
            Enabled = Switch(section, nameof(Enabled)) ?? true,
            Replicas = Integer(section, nameof(Replicas), 1, MostReplicas),
            RedisTimeout = TimeSpan.FromMilliseconds(Integer(section, "RedisTimeoutMilliseconds", 10, 10_000) ?? 250),
            IterationsPerDay = (long?)Number(section, nameof(ClientLimits.IterationsPerDay), NumberStyles.None, 1, ClientLimits.MostUnits),
            TokensPerDay = (long?)Number(section, nameof(ClientLimits.TokensPerDay), NumberStyles.None, 1, ClientLimits.MostUnits),
        };
    }

    /// <summary>The windows of a client.</summary>
    /// <param name="own">What its key sets in place of the common limits.</param>
    public LimitPlan PlanOf(ClientLimits own) => _plans.GetValue(own, Create);

    private LimitPlan Create(ClientLimits own)
    {
        int?[] limits = [own.PerSecond, own.PerMinute, own.PerHour, own.PerDay];
        var (iterations, tokens) = (own.IterationsPerDay ?? IterationsPerDay, own.TokensPerDay ?? TokensPerDay);
        return new LimitPlan([.. _windows.Select((window, number) => window with { Limit = limits[number] ?? window.Limit })], Enabled)
        {
            IterationsPerDay = iterations,
            TokensPerDay = tokens,
            Allowance = Enabled && (iterations ?? tokens) is not null ? new ClientAllowance(iterations / _orchestrators, tokens) : null,
        };
    }

    // A wrong one has stopped the service before, with the settings that all services share.
    private static int PerMinute(IConfiguration configuration) =>
        int.TryParse(configuration[MinuteVariable], NumberStyles.Integer, CultureInfo.InvariantCulture, out var limit) ? limit : new FrameworkSettings().RateLimitRequestsPerMinute;

    private static TimeSpan Length(IConfiguration section, string name, int usual) =>
        TimeSpan.FromSeconds((double)(Number(section, name, NumberStyles.AllowDecimalPoint, ShortestWindowSeconds, LongestWindowSeconds) ?? usual));

    private static int? Integer(IConfiguration section, string name, int minimum, int maximum) => (int?)Number(section, name, NumberStyles.None, minimum, maximum);

    private static decimal? Number(IConfiguration section, string name, NumberStyles styles, decimal minimum, decimal maximum)
    {
        if (section[name]?.Trim() is not { Length: > 0 } text)
            return null;
        return decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : throw Wrong(name, text, string.Create(CultureInfo.InvariantCulture, $"{(styles == NumberStyles.None ? "an integer" : "a number")} from {minimum} to {maximum}"));
    }

    private static bool? Switch(IConfiguration section, string name)
    {
        if (section[name]?.Trim() is not { Length: > 0 } text)
            return null;
        return bool.TryParse(text, out var value) ? value : throw Wrong(name, text, "true or false");
    }

    private static ConfigurationException Wrong(string name, string text, string allowed) => new(Variable(name), $"is '{text}', and must be {allowed}");

    private static string Variable(string name) => $"{SectionName}__{name.Replace(":", "__", StringComparison.Ordinal)}";
}
