using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MctsAspire.ServiceDefaults.Commands;

namespace MctsAspire.AppHost.CommandLine;

/// <summary>The AppHost's command line.</summary>
internal sealed class AppCommandLine
{
    private const int MostReplicas = 16;
    private const int LongestQuestion = 10_000;

    private readonly Option<int> _port = Number("--port", 0, 65_535, AppOptions.DefaultPort, "Port of the front door; 0 takes a free one");
    private readonly Option<int> _askPort = Number("--port", 0, 65_535, 0, "Port of the front door; 0 takes a free one");
    private readonly Option<int> _replicas = Number("--replicas", 1, MostReplicas, 2, "Number of search services");
    private readonly Option<bool> _redis = new("--redis") { Description = "Add a Redis server (needs redis-server on PATH)" };
    private readonly Argument<string> _question = new("question") { Description = "The question, in quotes" };
    private readonly Option<string?> _documents = new("--documents") { Description = "Folder whose *.md and *.txt files are indexed first [default: samples/knowledge]", HelpName = "folder" };
    private readonly Option<bool> _trace = new("--trace") { Description = "Print what every service did, as a tree with durations" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Print everything that the services print" };
    private readonly Option<string> _output = new("--output") { Description = "Folder to write to", DefaultValueFactory = _ => "k8s", HelpName = "folder" };
    private readonly Command _ask;
    private readonly Command _publish;
    private readonly Command _reset;
    private readonly RootCommand _root;

    private AppCommandLine()
    {
        _question.Validators.Add(CheckQuestion);
        _ask = new Command("ask", "Start the app, index a folder, ask one question, print the answer with its sources, and stop") { _question, _documents, _trace, _verbose, _askPort, _replicas, _redis };
        _publish = new Command("publish", "Write the Kubernetes manifests of the app") { _output, _replicas };
        _reset = new Command("reset", "Remove the local data: documents, threads, runs and the development key");
        _root = new RootCommand("Runs the whole app: dotnet run --project AppHost [-- options]. Settings come from the environment and from .env; see README.md.")
        {
            _port, _replicas, _redis, _ask, _publish, _reset,
        };

        // Without an action a command that has subcommands asks for one of them.
        _root.SetAction(_ => 0);
    }

    /// <summary>Reads the command line. Help, a version and an error are printed here.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="exitCode">The exit code when there is nothing more to do.</param>
    /// <returns>What is asked for; null when there is nothing more to do.</returns>
    public static AppOptions? Parse(string[] args, out int exitCode)
    {
        var line = new AppCommandLine();

        // A question may begin with any character, so @ does not name a file of further arguments.
        var result = line._root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            Console.Error.WriteLine($"error: {TerminalText.Escape(result.Errors[0].Message)} (--help lists what there is)");
            exitCode = ExitCodes.UsageError;
            return null;
        }

        if (result.Action is { } action && action != line._root.Action)
        {
            exitCode = result.Invoke();
            return null;
        }

        exitCode = 0;
        return line.Options(result);
    }

    private AppOptions Options(ParseResult result)
    {
        var command = result.CommandResult.Command;
        if (command == _reset)
            return new AppOptions { Verb = Verb.Reset };
        if (command == _publish)
            return new AppOptions { Verb = Verb.Publish, Output = result.GetValue(_output)!, Replicas = result.GetValue(_replicas), Redis = true };

        var isAsk = command == _ask;
        var port = result.GetValue(isAsk ? _askPort : _port);
        return new AppOptions
        {
            Verb = isAsk ? Verb.Ask : Verb.Run,
            Port = port == 0 ? null : port,
            Replicas = result.GetValue(_replicas),
            Redis = result.GetValue(_redis),
            Question = isAsk ? result.GetValue(_question)! : "",
            Documents = isAsk ? result.GetValue(_documents) : null,
            Trace = isAsk && result.GetValue(_trace),
            Verbose = isAsk && result.GetValue(_verbose),
        };
    }

    private static Option<int> Number(string name, int minimum, int maximum, int standard, string description) => new(name)
    {
        Description = $"{description} ({minimum} to {maximum})",
        HelpName = "n",
        DefaultValueFactory = _ => standard,
        CustomParser = argument => CheckedOptions.Read(
            argument, name, $"a whole number from {minimum} to {maximum}", standard,
            (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= minimum && value <= maximum),
    };

    private static void CheckQuestion(ArgumentResult argument)
    {
        var length = argument.Tokens.Count == 1 ? argument.Tokens[0].Value.EnumerateRunes().Count() : 0;
        if (length is 0 or > LongestQuestion || string.IsNullOrWhiteSpace(argument.Tokens[0].Value))
            argument.AddError($"The question must have 1 to {LongestQuestion} characters, and has {length}.");
    }
}
