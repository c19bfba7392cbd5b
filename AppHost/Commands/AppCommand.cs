using MctsAspire.AppHost.Asking;
using MctsAspire.AppHost.CommandLine;
using MctsAspire.AppHost.Publishing;
using MctsAspire.AppHost.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MctsAspire.AppHost.Commands;

/// <summary>One use of the AppHost: what the command line asks for, with the settings that it needs.</summary>
internal sealed class AppCommand : IDisposable
{
    private const int Failed = 1;
    private readonly AppSettings? _settings;

    private AppCommand(AppOptions options, AppSettings? settings, int? exitCode)
    {
        Options = options;
        _settings = settings;
        ExitCode = exitCode;
    }

    /// <summary>The exit code when all is done already; null when the application is needed.</summary>
    public int? ExitCode { get; }

    /// <summary>What the command line asks for.</summary>
    public AppOptions Options { get; }

    /// <summary>Whether the model is for manifests.</summary>
    public bool IsPublishing => Options.Verb == Verb.Publish;

    /// <summary>The arguments for Aspire.</summary>
    public string[] HostArguments => IsPublishing ? ["--operation", "publish"] : [];

    /// <summary>What every service gets in its environment. Manifests do not depend on the machine that writes them.</summary>
    public IReadOnlyDictionary<string, string> HandedOn => _settings?.HandedOn ?? new Dictionary<string, string>();

    /// <summary>The hash of the development key.</summary>
    public string KeyHash => Settings.Key.Hash;

    private AppSettings Settings => _settings ?? throw new InvalidOperationException("Manifests hold no settings.");

    /// <summary>Reads the command line and does what needs no application. What goes wrong is one line on standard error.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The command.</returns>
    public static AppCommand Begin(string[] args)
    {
        var options = AppCommandLine.Parse(args, out var exitCode);
        if (options is null)
            return new AppCommand(new AppOptions { Verb = Verb.Run }, null, exitCode);
        try
        {
            switch (options.Verb)
            {
                case Verb.Reset:
                    AppSettings.ReadDotEnv();
                    ResetCommand.Run(AppSettings.DataFolderPath(), Console.Out);
                    return new AppCommand(options, null, 0);
                case Verb.Publish:
                    return new AppCommand(options, null, null);
                default:
                    AppSession.CheckPort(options.Port);
                    return new AppCommand(options, AppSettings.Take(), null);
            }
        }
        catch (AppException problem)
        {
            return new AppCommand(options, null, Fail(problem));
        }
    }

    /// <summary>Says how much of what the services print is shown.</summary>
    /// <param name="builder">The application.</param>
    public void Configure(IDistributedApplicationBuilder builder)
    {
        if (Options.Verb != Verb.Ask)
            return;

        // Standard output is for the answer.
        builder.Configuration["Logging:Console:LogToStandardErrorThreshold"] = nameof(LogLevel.Trace);
        if (!Options.Verbose)
            builder.Services.AddLogging(logging => logging.AddFilter(category: null, LogLevel.Warning));
    }

    /// <summary>Does the rest with the application. What goes wrong is one line on standard error.</summary>
    /// <param name="app">The application.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(DistributedApplication app)
    {
        await using (app)
        {
            try
            {
                switch (Options.Verb)
                {
                    case Verb.Publish:
                        await PublishCommand.RunAsync(app, Options.Output, Console.Out);
                        break;
                    case Verb.Ask:
                        await AskCommand.RunAsync(app, Options, Settings.Key);
                        break;
                    default:
                        await RunCommand.RunAsync(app, Settings.Key);
                        break;
                }

                return 0;
            }
            catch (Exception problem) when (problem is AppException or DistributedApplicationException)
            {
                return Fail(problem);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _settings?.Dispose();

    private static int Fail(Exception problem)
    {
        Console.Error.WriteLine($"error: {problem.Message.ReplaceLineEndings(" ")}");
        return Failed;
    }
}
