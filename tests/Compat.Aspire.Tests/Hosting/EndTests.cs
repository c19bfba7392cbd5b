using System.Globalization;
using MctsAspire.Testing;

namespace MctsAspire.Compat.Aspire.Tests.Hosting;

/// <summary>However the host ends, no process is left.</summary>
public sealed class EndTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task ASignalStopsEverything(string signal)
    {
        await using var app = await SampleApp.StartHealthyAsync("two");

        app.Host.Signal(signal);

        (await app.ExitCodeAsync()).ShouldBe(0);
        await app.NothingIsLeftAsync();
    }

    [RequiresFact("bash")]
    public async Task AHostThatAScriptStartedInTheBackgroundHearsCtrlC()
    {
        // Such a shell has its background jobs ignore SIGINT.
        await using var script = SampleApp.StartProgram("bash", ["-c", $"dotnet {SampleApp.HostPath} two & echo host $!; wait; exit 3"]);
        var host = int.Parse((await script.LineAsync("host ")).Split(' ')[^1], CultureInfo.InvariantCulture);
        await script.BecomesHealthyAsync();

        ChildProcess.Signal(host, "INT");

        (await script.ExitCodeAsync()).ShouldBe(3);
        await script.NothingIsLeftAsync();
    }

    [RequiresFact("setsid")]
    public async Task AKilledHostLeavesNoProcessBehindNotEvenAGrandchildInASessionOfItsOwn()
    {
        await using var app = await SampleApp.StartHealthyAsync("one", "--grandchild");
        var grandchild = int.Parse((await app.LineAsync("| grandchild ")).Split(' ')[^1], CultureInfo.InvariantCulture);
        app.Left().ShouldContain(grandchild);

        app.Host.Signal("KILL");

        await app.NothingIsLeftAsync();
    }

    [RequiresFact("redis-server")]
    public async Task AProgramThatOverwritesItsEnvironmentEndsWithAKilledHost()
    {
        // redis-server writes its title over the mark that the guard looks for.
        await using var app = await SampleApp.StartHealthyAsync("redis");
        var server = Children(app.Host.Id).Single(child => File.ReadAllText($"/proc/{child}/comm").Trim() == "redis-server");

        app.Host.Signal("KILL");

        await app.NothingIsLeftAsync();
        await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{server}"), () => "the Redis server has ended");
    }

    [RequiresFact("setsid")]
    public async Task AGrandchildThatOutlivesItsParentEndsWithTheHost()
    {
        await using var app = await SampleApp.StartHealthyAsync("one", "--grandchild");
        var grandchild = int.Parse((await app.LineAsync("| grandchild ")).Split(' ')[^1], CultureInfo.InvariantCulture);

        app.Host.Signal("INT");

        (await app.ExitCodeAsync()).ShouldBe(0);
        app.Left().ShouldNotContain(grandchild);
    }

    [Fact]
    public async Task AHostWhoseGuardWasKilledIsGuardedAgain()
    {
        await using var app = await SampleApp.StartHealthyAsync("two");
        int Guard() => app.Left().FirstOrDefault(process => File.ReadAllText($"/proc/{process}/cmdline").Contains("aspire-host-guard", StringComparison.Ordinal));
        var first = Guard();
        first.ShouldNotBe(0);

        ChildProcess.Signal(first, "KILL");
        await Eventually.HoldsAsync(() => Guard() is not 0 and var now && now != first, () => "there is another guard");
        app.Host.Signal("KILL");

        await app.NothingIsLeftAsync();
    }

    [Fact]
    public async Task AServiceThatIgnoresItsSignalIsKilled()
    {
        await using var app = await SampleApp.StartHealthyAsync("one", "--deaf");

        app.Host.Signal("TERM");

        (await app.ExitCodeAsync()).ShouldBe(0);
        app.Host.Output.ShouldContain("they are killed");
        await app.NothingIsLeftAsync();
    }

    [Fact]
    public async Task ASecondSignalDoesNotWaitForTheDeaf()
    {
        await using var app = await SampleApp.StartHealthyAsync("one", "--deaf");

        app.Host.Signal("INT");
        await Eventually.HoldsAsync(
            () =>
            {
                app.Host.Signal("INT");
                return app.Host.HasExited || app.Host.Output.Contains("they are killed", StringComparison.Ordinal);
            },
            () => "the host kills what is deaf");

        // One of the signals may come when the stop is over: it ends the host as it would end any program.
        (await app.ExitCodeAsync()).ShouldBeOneOf(0, 128 + 2);
        await app.NothingIsLeftAsync();
    }

    [Fact]
    public async Task AKilledDotnetRunTakesTheApplicationWithIt()
    {
        var project = Path.Combine(Repository.Root, "tests", "Compat.Aspire.Tests", "Apps", "SampleHost");
        var configuration = SampleApp.HostPath.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        await using var app = SampleApp.Start(["two"], launcher: ["run", "--no-build", "-c", configuration, "--project", project, "--"]);
        await app.BecomesHealthyAsync();

        app.Host.Signal("KILL");

        await app.NothingIsLeftAsync();
    }

    // A process that starts threads has its children spread over them.
    private static IEnumerable<int> Children(int process) =>
        from thread in Directory.EnumerateDirectories($"/proc/{process}/task")
        from child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select int.Parse(child, CultureInfo.InvariantCulture);
}
