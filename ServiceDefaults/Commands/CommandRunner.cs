using System.CommandLine;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Commands;

/// <summary>Runs what a service can do besides serving: <c>dotnet run --project Service -- command</c>.</summary>
public static class CommandRunner
{
    private static readonly string[] Help = ["--help", "-h", "-?", "/h", "/?"];

    /// <summary>Whether there is something else to do than to serve: a command, help, or to say what is wrong with the command line. Otherwise the service is to run, with the settings that its arguments hold.</summary>
    /// <param name="args">The command line.</param>
    public static bool IsCommand(IReadOnlyList<string> args) => args.Any(Help.Contains) || SettingArguments.Problem(args) is not null;

    /// <summary>The root of a service's commands, whose help says what it is and where its settings stand.</summary>
    /// <param name="about">What the service is, in a sentence.</param>
    /// <param name="settings">The document that describes its settings.</param>
    public static RootCommand Root(string about, string settings) => new(
        $"""
        {about} Without a command it runs until it is told to stop.

        Settings are read from environment variables, from a file .env, and from the command line: --urls http://localhost:8000, --environment Development, --Section:Key=value or --NAME=value.
        They are described in README.md ("Settings") and {settings}.
        """);

    /// <summary>Does what the command line of a service asks for, whose commands write to the console.</summary>
    /// <param name="root">The service's commands.</param>
    /// <param name="args">The command line.</param>
    /// <returns>One of <see cref="ExitCodes"/>, or 0.</returns>
    public static Task<int> RunAsync(RootCommand root, IReadOnlyList<string> args) => RunAsync(root, args, Console.Out, Console.Error, TimeSpan.FromSeconds(5));

    /// <summary>Reads a command line and runs what it says.</summary>
    /// <param name="root">The service's commands.</param>
    /// <param name="args">The command line.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where problems go.</param>
    /// <param name="timeToStop">How long a command may go on after Ctrl-C.</param>
    /// <returns>One of <see cref="ExitCodes"/>, or 0.</returns>
    public static async Task<int> RunAsync(RootCommand root, IReadOnlyList<string> args, TextWriter output, TextWriter error, TimeSpan timeToStop)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(error);
        var isOfRoot = args is [{ } first, ..] && (first.StartsWith('-') || first.StartsWith('/') || first.Contains('=', StringComparison.Ordinal));
        if (isOfRoot && args.Any(Help.Contains))
            args = ["--help"];
        else if (isOfRoot && args[0] != "--version" && SettingArguments.Problem(args) is { } wrong)
            return await RefuseAsync(error, [wrong]);
        // Values may begin with @, so that doesn't name a file of further arguments.
        var result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
            return await RefuseAsync(error, result.Errors.Select(problem => problem.Message));

        return await result.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = timeToStop,
        });
    }

    /// <summary>Builds a service without starting it, runs a command with its parts, and turns what the caller can mend into one line.</summary>
    /// <param name="error">Where problems go.</param>
    /// <param name="register">Registers the parts.</param>
    /// <param name="command">The command.</param>
    /// <param name="explain">Says what is wrong, of failures that are the service's own; <see langword="null"/>: a fault of the program, which ends it.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>What the command gives, or one of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunWithAsync(
        TextWriter error,
        Action<WebApplicationBuilder> register,
        Func<IServiceProvider, CancellationToken, Task<int>> command,
        Func<Exception, string?> explain,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(explain);
        try
        {
            var builder = WebApplication.CreateBuilder();
            register(builder);

            // What a command has to say, it says itself.
            builder.Logging.ClearProviders();
            await using var app = builder.Build();
            return await command(app.Services, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("stopped");
            return ExitCodes.Interrupted;
        }
        catch (Exception failure) when ((explain(failure) ?? Explain(failure)) is { } problem)
        {
            await WriteProblemAsync(error, problem.ReplaceLineEndings(" "));
            return ExitCodes.Failed;
        }
    }

    private static string? Explain(Exception failure) => failure switch
    {
        FrameworkException => failure.Message,
        IOException or UnauthorizedAccessException => $"a file or folder can't be used: {failure.Message}",
        _ => null,
    };

    private static async Task<int> RefuseAsync(TextWriter error, IEnumerable<string> problems)
    {
        foreach (var problem in problems)
            await WriteProblemAsync(error, problem);
        await error.WriteLineAsync("--help lists what there is");
        return ExitCodes.UsageError;
    }

    // Problems repeat what was typed, or what a file holds.
    private static Task WriteProblemAsync(TextWriter error, string problem) => error.WriteLineAsync($"error: {TerminalText.Escape(problem)}");
}
