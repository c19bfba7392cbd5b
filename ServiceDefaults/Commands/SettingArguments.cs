using System.Text.RegularExpressions;

namespace MctsAspire.ServiceDefaults.Commands;

/// <summary>
/// Settings on the command line of a service, in the forms that the framework reads: <c>--name=value</c>, <c>--name value</c>, the same with a slash, or <c>name=value</c>. The framework
/// takes any name and says nothing of one that nobody reads; here a name must be one of the host's, or that of a setting.
/// </summary>
internal static partial class SettingArguments
{
    private static readonly HashSet<string> HostNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "allowedHosts", "applicationName", "captureStartupErrors", "contentRoot", "detailedErrors", "environment", "hostingStartupAssemblies", "hostingStartupExcludeAssemblies",
        "http_ports", "https_port", "https_ports", "preferHostingUrls", "preventHostingStartup", "shutdownTimeoutSeconds", "suppressStatusMessages", "urls", "webRoot",
    };

    /// <summary>What is wrong with a command line of settings; <see langword="null"/>: nothing.</summary>
    /// <param name="args">The command line.</param>
    public static string? Problem(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var argument = args[i];
            var prefix = argument.StartsWith("--", StringComparison.Ordinal) ? 2 : argument.StartsWith('/') ? 1 : 0;
            var end = argument.IndexOf('=', StringComparison.Ordinal);
            var name = end < 0 ? argument[prefix..] : argument[prefix..end];
            if (prefix == 0 && end < 0)
                return argument.StartsWith('-') ? $"{argument} is no option." : $"{argument} is no command.";
            if (!HostNames.Contains(name) && !SettingName().IsMatch(name))
                return $"{argument[..(prefix + name.Length)]} is no option.";
            if (end < 0 && ++i == args.Count)
                return $"{argument} must have a value.";
        }

        return null;
    }

    // Section:Key, whose later parts may be names that others chose, as those of models are; or a name in capitals as those of the environment.
    [GeneratedRegex(@"\A(?:[A-Za-z0-9_.-]+(?::[^\s:=]+)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex SettingName();
}
