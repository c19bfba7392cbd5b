using MctsAspire.Gateway.Commands;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.Gateway.Tests.Commands;

/// <summary>Runs a command as <c>Program.cs</c> does, on a folder of the test.</summary>
internal static class TestCommand
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(string dataFolder, string[] args, params (string Name, string Value)[] settings)
    {
        var host = new CommandHost(builder => builder.Configuration.AddInMemoryCollection(
            settings.Append(("MCTS_DATA_DIR", dataFolder)).Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2))));
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.RunAsync(args, host, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
