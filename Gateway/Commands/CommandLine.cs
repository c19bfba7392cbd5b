using System.CommandLine;

namespace MctsAspire.Gateway.Commands;

/// <summary>The commands of <c>dotnet run --project Gateway -- command</c>.</summary>
internal static class CommandLine
{
    private const int UsageError = 2;
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    /// <summary>Whether a command or help is asked for; otherwise the Gateway is to run, with whatever settings its arguments hold.</summary>
    public static bool IsCommand(string[] args) => args is [var first, ..] && (!first.StartsWith('-') || first is "--help" or "-h" or "-?" or "--version");

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code: 0; 1 for a problem; 2 for a command line that can't be understood; 130 when it was stopped.</returns>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, new CommandHost(), Console.Out, Console.Error);

    /// <summary>Runs a command of a test.</summary>
    public static async Task<int> RunAsync(string[] args, CommandHost host, TextWriter output, TextWriter error)
    {
        // A note may begin with @, so that doesn't name a file of further arguments.
        var result = Root(host).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            foreach (var problem in result.Errors)
                await error.WriteLineAsync($"error: {problem.Message}");
            await error.WriteLineAsync("--help lists what there is");
            return UsageError;
        }

        return await result.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeToStop,
        });
    }

    private static RootCommand Root(CommandHost host) => new("The Gateway: the front door of the system. Without a command it runs.")
    {
        KeysCommand.Create(host),
        AuditCommand.Create(host),
    };
}
