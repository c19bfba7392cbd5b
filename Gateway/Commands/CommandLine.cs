using System.CommandLine;
using MctsAspire.ServiceDefaults.Commands;

namespace MctsAspire.Gateway.Commands;

/// <summary>The commands of <c>dotnet run --project Gateway -- command</c>.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code: 0; 1 for a problem; 2 for a command line that can't be understood; 130 when it was stopped.</returns>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, new CommandHost(), Console.Out, Console.Error);

    /// <summary>Runs a command of a test.</summary>
    public static Task<int> RunAsync(string[] args, CommandHost host, TextWriter output, TextWriter error) => CommandRunner.RunAsync(
        Root(host),
        args,
        output,
        error,
        TimeToStop);

    private static RootCommand Root(CommandHost host)
    {
        var root = CommandRunner.Root("The Gateway: the front door of the system.", "docs/gateway.md");
        root.Add(KeysCommand.Create(host));
        root.Add(AuditCommand.Create(host));
        return root;
    }
}
