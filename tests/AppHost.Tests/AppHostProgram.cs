using System.Globalization;
using MctsAspire.Testing;

namespace MctsAspire.AppHost.Tests;

/// <summary>The AppHost as a process, with local data of its own and nothing else configured. Everything that it starts carries a mark.</summary>
internal sealed class AppHostProgram : IAsyncDisposable
{
    private const string Mark = "APP_HOST_TESTS_MARK";
    private readonly string _mark;

    private AppHostProgram(ChildProcess process, string mark, string dataFolder)
    {
        Process = process;
        _mark = mark;
        DataFolder = dataFolder;
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The AppHost's own build output; the tests' folder has a copy of it that knows the same projects.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        Repository.Root,
        "AppHost",
        "bin",
        AppContext.BaseDirectory.Contains($"{System.IO.Path.DirectorySeparatorChar}Release{System.IO.Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug",
        "net10.0",
        "AppHost.dll");

    public ChildProcess Process { get; }

    public string DataFolder { get; }

    public static AppHostProgram Start(string[] arguments, IEnumerable<KeyValuePair<string, string?>>? environment = null, string? dataFolder = null, string? program = null, string? folder = null)
    {
        var mark = Guid.NewGuid().ToString("N");
        var data = dataFolder ?? Directory.CreateTempSubdirectory("mcts-apphost-").FullName;
        KeyValuePair<string, string?>[] clean =
        [
            new(Mark, mark),
            new("MCTS_DATA_DIR", data),
            new("MCTS_API_KEY", null),
            new("OTEL_EXPORTER_OTLP_ENDPOINT", null),
            new("OPENAI_API_KEY", null),
            new("LLM_PROVIDER", null),
            new("SEED", null),
            new("DOTNET_ENVIRONMENT", null),
            new("ASPNETCORE_ENVIRONMENT", null),
        ];
        return new AppHostProgram(ChildProcess.Start("dotnet", [program ?? Path, .. arguments], [.. clean, .. environment ?? []], folder), mark, data);
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Lines)> RunAsync(string[] arguments, IEnumerable<KeyValuePair<string, string?>>? environment = null, string? dataFolder = null, string? folder = null)
    {
        await using var program = Start(arguments, environment, dataFolder, folder: folder);
        var exitCode = await program.Process.WaitForExitAsync(Patience);
        return (exitCode, [.. program.Process.Lines]);
    }

    /// <summary>Processes that carry the mark and still run.</summary>
    public IReadOnlyList<int> Left() =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           where int.TryParse(System.IO.Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)
           where Read(folder, "environ").Contains($"{Mark}={_mark}\0", StringComparison.Ordinal)
           select int.Parse(System.IO.Path.GetFileName(folder), CultureInfo.InvariantCulture),
    ];

    /// <summary>The environment of a running service, by the name of its project.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> EnvironmentsOf(string project) =>
    [
        .. Left()
            .Where(process => Read($"/proc/{process}", "cmdline").Contains($"/{project}/bin/", StringComparison.Ordinal))
            .Select(process => Read($"/proc/{process}", "environ").Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(variable => variable.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1])),
    ];

    public Task NothingIsLeftAsync() => Eventually.HoldsAsync(() => Left().Count == 0, () => "no process of the app is left");

    public async Task<int> StopAsync()
    {
        Process.Signal("TERM");
        return await Process.WaitForExitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
            await StopAsync();
        await Process.DisposeAsync();
        foreach (var process in Left())
            ChildProcess.Signal(process, "KILL");
        if (Directory.Exists(DataFolder))
            Directory.Delete(DataFolder, recursive: true);
    }

    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Combine(folder, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
