using System.Net.Sockets;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Logging;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace MctsAspire.ServiceDefaults.Hosting;

/// <summary>Lets a process that can't start say why in one line on the standard error, instead of in a stack trace.</summary>
internal static class StartFailure
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    public const int ConfigurationExitCode = 78;

    /// <summary>EX_SOFTWARE of sysexits.h.</summary>
    public const int CrashExitCode = 70;

    private static int _handled;

    public static void Handle()
    {
        if (Interlocked.Exchange(ref _handled, 1) == 0)
            AppDomain.CurrentDomain.UnhandledException += (_, failure) => Report((Exception)failure.ExceptionObject);
    }

    /// <summary>The line for a failure that whoever started the process can mend; <see langword="null"/> for any other.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        ConfigurationException => OneLine(exception.Message),
        OptionsValidationException invalid => OneLine(string.Join("; ", invalid.Failures)),
        IOException when Find<AddressInUseException>(exception) is not null =>
            OneLine($"{exception.Message} Stop what listens there, or choose another address in ASPNETCORE_URLS."),
        IOException when Find<SocketException>(exception) is not null => OneLine(exception.Message),
        AggregateException { InnerExceptions: [var only] } => Describe(only),
        _ => null,
    };

    private static void Report(Exception exception)
    {
        if (Describe(exception) is { } line)
        {
            Console.Error.WriteLine(line);
            Environment.Exit(ConfigurationExitCode);
        }

        // A fault of our own: whoever mends it needs the trace, but no secret.
        Console.Error.WriteLine(SecretPatterns.Redact(exception.ToString()));
        Environment.Exit(CrashExitCode);
    }

    private static T? Find<T>(Exception exception)
        where T : Exception
    {
        for (var cause = exception.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
                return found;
        }

        return null;
    }

    private static string OneLine(string message) => SecretPatterns.Redact(message.ReplaceLineEndings(" "));
}
