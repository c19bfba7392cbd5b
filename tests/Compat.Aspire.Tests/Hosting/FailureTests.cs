using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MctsAspire.Testing;

namespace MctsAspire.Compat.Aspire.Tests.Hosting;

/// <summary>What can't run says so in one line, ends with another code than 0, and leaves nothing running.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData("--failure", "failing did not start: it ended with exit code 3 before it was ready; it said: SEED must be a whole number from 0 to 9007199254740991")]
    [InlineData("--silent-failure", "failing did not start: it ended with exit code 7 before it was ready and printed nothing; start it by itself to see why.")]
    [InlineData("--exception", "failing did not start: it ended with exit code 134 before it was ready; it said: Unhandled exception. System.InvalidOperationException: the cellar is flooded")]
    public async Task AServiceThatDoesNotStartIsNamedWithItsReason(string argument, string error)
    {
        await using var app = SampleApp.Start(["failing", argument]);

        await FailsAsync(app, error);
        app.Host.Output.ShouldNotContain("after started");
    }

    [Fact]
    public async Task APortInUseIsNamed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var app = SampleApp.Start(["port", port]);

        await FailsAsync(app, $"the port {port} of one is in use; stop the program that listens there, or choose another port.");
        app.Host.Output.ShouldNotContain("started (process");
    }

    [Fact]
    public async Task AMissingParameterIsNamedWithTheVariableThatSetsIt()
    {
        await using var app = SampleApp.Start(["parameter"]);

        await FailsAsync(app, "the parameter 'pepper' has no value; set Parameters__pepper in the environment.");
    }

    [Fact]
    public async Task AMissingProgramIsNamed()
    {
        await using var app = SampleApp.Start(["program"]);

        await FailsAsync(app, "missing needs the program no-such-program, which is not there; install it, or correct the name.");
    }

    [Fact]
    public async Task RedisWithoutItsProgramSaysHowToGetIt()
    {
        var dotnet = Path.GetDirectoryName(new FileInfo(Programs.Find("dotnet")!).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Programs.Find("dotnet")!)!;
        await using var app = SampleApp.Start(["redis"], [new("PATH", dotnet)]);

        await FailsAsync(app, "cache needs the program redis-server, which is not on PATH; install it (Debian and Ubuntu: apt-get install redis-server, macOS: brew install redis), or start without Redis.");
    }

    [Fact]
    public async Task AnAwaitedEndWithAnotherExitCodeIsNamed()
    {
        await using var app = SampleApp.Start(["completion", "--done-badly"]);

        await FailsAsync(app, "one waited for job to end with exit code 0, but it ended with 5; see what it printed.");
    }

    private static async Task FailsAsync(SampleApp app, string error)
    {
        (await app.ExitCodeAsync()).ShouldBe(1);
        app.Host.Lines.Count(line => line.StartsWith("error: ", StringComparison.Ordinal)).ShouldBe(1);
        app.Host.Lines.ShouldContain("error: " + error);
        app.Host.Output.ShouldNotContain("   at Aspire.");
        await app.NothingIsLeftAsync();
    }
}
