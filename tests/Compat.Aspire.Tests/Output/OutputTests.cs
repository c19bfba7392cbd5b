using System.Globalization;
using MctsAspire.Compat.Aspire.Tests.Hosting;
using MctsAspire.Testing;

namespace MctsAspire.Compat.Aspire.Tests.Output;

public sealed class OutputTests
{
    [Fact]
    public async Task LinesStandBehindTheNameOfTheirResourceAtOneWidth()
    {
        await using var app = await SampleApp.StartHealthyAsync("completion", "--done");

        await app.LineAsync("one is healthy");

        app.Host.Lines.ShouldContain("job     | work is done");
        app.Host.Lines.Where(line => line.Contains(" | ", StringComparison.Ordinal)).ShouldAllBe(line => line.IndexOf(" | ", StringComparison.Ordinal) == 7);
    }

    [Fact]
    public async Task BinaryAndEndlessOutputHarmsNobody()
    {
        await using var app = await SampleApp.StartHealthyAsync("one", "--output");

        app.Host.Output.Any(character => char.IsControl(character) && character != '\n').ShouldBeFalse();
        app.Host.Lines.Max(line => line.Length).ShouldBeLessThan(17_000);
        app.Host.Output.ShouldContain("more bytes)");
        app.Host.Lines.ShouldContain("one     | output ends");
    }

    [RequiresFact("bash")]
    public async Task AConsoleThatNobodyReadsStopsNobody()
    {
        using var folder = new PipeFolder();
        await using var script = SampleApp.StartProgram("bash", ["-c", $"mkfifo {folder.Pipe}; sleep 1000 < {folder.Pipe} & dotnet {SampleApp.HostPath} one --output > {folder.Pipe} & echo host $!; wait $!; echo ended $?; kill %1"]);
        var host = int.Parse((await script.LineAsync("host ")).Split(' ')[^1], CultureInfo.InvariantCulture);

        // The service listens once it has printed everything.
        await Eventually.HoldsAsync(() => script.Environments().Select(AddressOf).OfType<Uri>().FirstOrDefault() is { } address ? AnswersAsync(address) : Task.FromResult(false), () => "the service answers");
        ChildProcess.Signal(host, "TERM");

        (await script.LineAsync("ended ")).ShouldBe("ended 0");
        await script.NothingIsLeftAsync();
    }

    private static Uri? AddressOf(IReadOnlyDictionary<string, string> environment) =>
        environment.TryGetValue("ASPNETCORE_URLS", out var url) ? new Uri(url + "/health") : null;

    private static async Task<bool> AnswersAsync(Uri address)
    {
        try
        {
            using var client = new HttpClient();
            return (await client.GetAsync(address)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private sealed class PipeFolder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("sample-pipe-").FullName;

        public string Pipe => Path.Combine(_path, "pipe");

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
