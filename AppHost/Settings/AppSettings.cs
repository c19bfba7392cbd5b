namespace MctsAspire.AppHost.Settings;

/// <summary>The settings of the environment and of .env, and what the services get of them.</summary>
internal sealed class AppSettings : IDisposable
{
    private const string DataFolderVariable = "MCTS_DATA_DIR";
    private static readonly string[] Telemetry = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS"];
    private readonly DataFolder _folder;

    private AppSettings(DataFolder folder, DevelopmentKey key, IReadOnlyDictionary<string, string> handedOn)
    {
        _folder = folder;
        Key = key;
        HandedOn = handedOn;
    }

    /// <summary>The development key.</summary>
    public DevelopmentKey Key { get; }

    /// <summary>What every service gets in its environment, beyond what it inherits.</summary>
    public IReadOnlyDictionary<string, string> HandedOn { get; }

    /// <summary>Reads .env into this process's environment, where nothing is set yet; the environment wins.</summary>
    /// <returns>The names of .env.</returns>
    public static IReadOnlyCollection<string> ReadDotEnv()
    {
        var variables = DotEnv.Read(Path.Combine(RepositoryFolder.Path, ".env"));
        foreach (var (name, value) in variables)
        {
            if (Environment.GetEnvironmentVariable(name) is null)
                Environment.SetEnvironmentVariable(name, value);
        }

        return [.. variables.Keys];
    }

    /// <summary>The data folder that the settings name.</summary>
    public static string DataFolderPath() => DataFolder.Locate(Environment.GetEnvironmentVariable(DataFolderVariable));

    /// <summary>Takes the settings of a run. The development key leaves this process's environment, so that no service inherits it.</summary>
    /// <returns>The settings.</returns>
    /// <exception cref="AppException">A setting can't work.</exception>
    public static AppSettings Take()
    {
        var names = ReadDotEnv().Concat(Telemetry);
        var folder = DataFolder.Open(DataFolderPath());
        try
        {
            var key = DevelopmentKey.Take(Environment.GetEnvironmentVariable(DevelopmentKey.Variable), folder);
            Environment.SetEnvironmentVariable(DevelopmentKey.Variable, null);
            var handedOn = names
                .Distinct()
                .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
                .Where(variable => !string.IsNullOrEmpty(variable.Value))
                .ToDictionary(variable => variable.Name, variable => variable.Value!);
            handedOn[DataFolderVariable] = folder.Path;
            return new AppSettings(folder, key, handedOn);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
