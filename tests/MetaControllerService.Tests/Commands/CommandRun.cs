using MctsAspire.MetaControllerService.Commands;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.Storage;
using MctsAspire.Storage.Artifacts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace MctsAspire.MetaControllerService.Tests.Commands;

/// <summary>Runs commands in this process, with a data folder of their own.</summary>
public sealed class CommandRun : IAsyncDisposable
{
    private readonly EmbeddedStorage _storage;

    public CommandRun()
    {
        Folder = Directory.CreateTempSubdirectory("mcts-command-").FullName;
        Data = Path.Combine(Folder, "data");
        _storage = new EmbeddedStorage(Path.Combine(Data, "meta-controller"), TimeProvider.System);
    }

    /// <summary>A folder for files.</summary>
    public string Folder { get; }

    /// <summary>MCTS_DATA_DIR.</summary>
    public string Data { get; }

    public IArtifactStore Artifacts => _storage.Artifacts;

    /// <summary>Settings besides the data folder.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>The environment's name; only in Development services outside may be on this machine.</summary>
    public string Environment { get; set; } = Environments.Production;

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs a command and gives its exit code.</summary>
    public async Task<int> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var host = new CommandHost(builder =>
        {
            builder.Environment.EnvironmentName = Environment;
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(Settings) { ["MCTS_DATA_DIR"] = Data, ["SOURCE_DATE_EPOCH"] = "1700000000" });
        });
        var code = await CommandLine.RunAsync(args, host, output, error);
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    /// <summary>The model that the service would serve.</summary>
    internal async Task<ModelBundle?> ServedAsync(string type) =>
        await Artifacts.FindNewestAsync("meta-controller", type, default) is { } info
            ? BundleFile.Read((await Artifacts.FindAsync("meta-controller", info.Id, default))!.Content)
            : null;

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
