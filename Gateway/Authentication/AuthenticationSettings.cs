using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Authentication;

/// <summary>How attempts to authenticate are limited: the variables <c>Authentication__*</c>.</summary>
internal sealed record AuthenticationSettings
{
    private const int Most = 1_000_000;

    /// <summary>Wrong keys and tokens that one address may send in a minute before it is turned away.</summary>
    public int FailedAttemptsPerMinute { get; init; } = 100;

    /// <exception cref="ConfigurationException">A variable is wrong.</exception>
    public static AuthenticationSettings Load(IConfiguration configuration)
    {
        var read = new SettingsReader(configuration);
        var standard = new AuthenticationSettings();
        var settings = new AuthenticationSettings { FailedAttemptsPerMinute = read.Whole("Authentication__FailedAttemptsPerMinute", 1, Most) ?? standard.FailedAttemptsPerMinute };
        read.RefuseOthers("Authentication");
        read.ThrowIfWrong();
        return settings;
    }
}
