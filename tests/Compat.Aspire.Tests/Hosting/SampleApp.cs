using System.Globalization;
using System.Net.Http.Json;
using MctsAspire.Testing;

namespace MctsAspire.Compat.Aspire.Tests.Hosting;

/// <summary>One of the sample applications, run by a host process of its own. Everything that it starts carries a mark.</summary>
internal sealed class SampleApp : IAsyncDisposable
{
    private const string Mark = "SAMPLE_APP_MARK";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _mark;
    private readonly Dictionary<string, Uri> _addresses = [];

    private SampleApp(ChildProcess host, string mark)
    {
        Host = host;
        _mark = mark;
    }

    public static string HostPath { get; } = Path.Combine(Repository.Root, "tests", "Compat.Aspire.Tests", "Apps", "SampleHost", "bin", Configuration, "net10.0", "SampleHost.dll");

    public ChildProcess Host { get; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false });

    // The tests' own build output tells which configuration the sample was built in.
    private static string Configuration => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>Starts a host.</summary>
    public static SampleApp Start(string[] arguments, IEnumerable<KeyValuePair<string, string?>>? environment = null, string[]? launcher = null) =>
        StartProgram("dotnet", [.. launcher ?? [HostPath], .. arguments], environment);

    /// <summary>Starts a program that starts a host.</summary>
    public static SampleApp StartProgram(string program, string[] arguments, IEnumerable<KeyValuePair<string, string?>>? environment = null)
    {
        var mark = Guid.NewGuid().ToString("N");
        KeyValuePair<string, string?>[] clean = [new(Mark, mark), new("OTEL_EXPORTER_OTLP_ENDPOINT", null), new("DOTNET_ENVIRONMENT", null), new("ASPNETCORE_ENVIRONMENT", null)];
        return new SampleApp(ChildProcess.Start(program, arguments, [.. clean, .. environment ?? []]), mark);
    }

    /// <summary>Starts a host and waits until all its projects are healthy.</summary>
    public static async Task<SampleApp> StartHealthyAsync(params string[] arguments)
    {
        var app = Start(arguments);
        try
        {
            await app.BecomesHealthyAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async Task BecomesHealthyAsync()
    {
        await Host.WaitForLineAsync(line => line == "all healthy", Patience);
        foreach (var line in Host.Lines.Where(line => line.StartsWith("healthy: ", StringComparison.Ordinal)))
        {
            var words = line["healthy: ".Length..].Split(' ');
            foreach (var address in words.Skip(1).Select(word => word.Split('=', 2)))
                _addresses[$"{words[0]}/{address[0]}"] = new Uri(address[1]);
        }
    }

    public Uri Address(string resource, string path = "/") => new(_addresses[$"{resource}/http"], path);

    public async Task<Dictionary<string, string>> EnvironmentOfAsync(string resource) =>
        (await Client.GetFromJsonAsync<Dictionary<string, string>>(Address(resource, "/environment")))!;

    public async Task<int> ProcessOfAsync(string resource) => await Client.GetFromJsonAsync<int>(Address(resource, "/process"));

    public async Task<bool> AnswersAsync(string resource)
    {
        try
        {
            return (await Client.GetAsync(Address(resource, "/health"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Processes that carry the mark and still run, but for the host's own launcher.</summary>
    public IReadOnlyList<int> Left() =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           where int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)
           where Environment(folder).Contains($"{Mark}={_mark}\0", StringComparison.Ordinal)
           select int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture),
    ];

    /// <summary>The environments of the processes that carry the mark.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Environments() =>
        from process in Left()
        select Environment($"/proc/{process}").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=', 2))
            .Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);

    public Task NothingIsLeftAsync() => Eventually.HoldsAsync(() => Left().Count == 0, () => "no process of the application is left");

    public async Task<int> ExitCodeAsync() => await Host.WaitForExitAsync(Patience);

    /// <summary>A line that was printed, or will be.</summary>
    public async Task<string> LineAsync(string part)
    {
        string? Find() => Host.Lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal));
        await Eventually.HoldsAsync(() => Find() is not null, () => $"the host prints '{part}'");
        return Find()!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!Host.HasExited)
        {
            Host.Signal("TERM");
            await ExitCodeAsync();
        }

        await Host.DisposeAsync();
        foreach (var process in Left())
            ChildProcess.Signal(process, "KILL");
    }

    private static string Environment(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "environ"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
