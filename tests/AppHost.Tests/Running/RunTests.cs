using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.AppHost.Tests.Running;

/// <summary>The whole app, with its real services.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task TheAppSaysThatItIsReadyAndItsCurlLineWorksWhenPasted()
    {
        await using var app = AppHostProgram.Start(["--port", "0"]);
        var address = await ReadyAsync(app);
        var curl = await app.Process.WaitForLineAsync(line => line.StartsWith("curl ", StringComparison.Ordinal), AppHostProgram.Patience);

        var answer = await BashAsync(curl);

        JsonDocument.Parse(answer).RootElement.GetProperty("agents_used").EnumerateArray().Select(agent => agent.GetString()).ShouldBe(["hrm", "trm", "mcts"]);
        curl.ShouldContain($" {address}/query ");
        (await app.StopAsync()).ShouldBe(0);
        await app.NothingIsLeftAsync();
    }

    [RequiresFact("redis-server")]
    public async Task SettingsReachTheServicesAndTheKeyOnlyAsItsHash()
    {
        const string key = "mcts_it's-a-key";
        using var repository = new TemporaryFolder();
        CopyProgram(repository["AppHost/bin"]);
        repository.Write("MctsAspire.sln", "");
        repository.Write(".env", "# a newcomer's settings\nMCTS_ITERATIONS=25\nSEED=7\nMCTS_API_KEY=" + '"' + key + '"' + "\n");
        await using var app = AppHostProgram.Start(["--port", "0", "--replicas", "3", "--redis"], [new("SEED", "8")], program: repository["AppHost/bin/AppHost.dll"]);
        await ReadyAsync(app);

        app.EnvironmentsOf("MctsService").Count.ShouldBe(3);
        foreach (var environment in new[] { "Gateway", "Orchestrator", "LlmGateway", "MetaControllerService", "MctsService" }.SelectMany(app.EnvironmentsOf))
        {
            environment["MCTS_DATA_DIR"].ShouldBe(app.DataFolder);
            environment["MCTS_ITERATIONS"].ShouldBe("25");
            environment["SEED"].ShouldBe("8");
            environment.Keys.ShouldNotContain("MCTS_API_KEY");
            environment.Values.ShouldNotContain(value => value.Contains(key, StringComparison.Ordinal));
        }

        var gateway = app.EnvironmentsOf("Gateway").ShouldHaveSingleItem();
        gateway["ApiKeys__0__Hash"].ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        gateway["ApiKeys__0__ClientId"].ShouldBe("client_0");
        gateway["ConnectionStrings__redis"].ShouldStartWith("localhost:");
        app.EnvironmentsOf("Orchestrator").ShouldHaveSingleItem().Keys.Count(name => name.StartsWith("services__mcts-", StringComparison.Ordinal) && name.EndsWith("__grpc__0", StringComparison.Ordinal)).ShouldBe(3);
        var curl = await app.Process.WaitForLineAsync(line => line.StartsWith("curl ", StringComparison.Ordinal), AppHostProgram.Patience);
        (await BashAsync(curl)).ShouldContain("\"response\":");
    }

    [Fact]
    public async Task ABadSettingIsNamedAndNothingIsLeft()
    {
        await using var app = AppHostProgram.Start(["--port", "0"], [new("MCTS_ITERATIONS", "many")]);

        (await app.Process.WaitForExitAsync(AppHostProgram.Patience)).ShouldBe(1);

        var error = app.Process.Lines.Where(line => line.StartsWith("error: ", StringComparison.Ordinal)).ShouldHaveSingleItem();
        error.ShouldContain("MCTS_ITERATIONS");
        error.ShouldContain("1 to 10000");
        await app.NothingIsLeftAsync();
    }

    [Fact]
    public async Task AKilledAppLeavesNothingAndStartsAgainOnItsData()
    {
        using var data = new TemporaryFolder();
        string key;
        await using (var app = AppHostProgram.Start(["--port", "0"], dataFolder: data["mcts"]))
        {
            await ReadyAsync(app);
            key = await File.ReadAllTextAsync(data["mcts/api-key"]);

            app.Process.Signal("KILL");

            await app.NothingIsLeftAsync();
            Directory.Move(data["mcts"], data["kept"]);
        }

        await using var again = AppHostProgram.Start(["--port", "0"], dataFolder: data["kept"]);
        await ReadyAsync(again);
        (await File.ReadAllTextAsync(data["kept/api-key"])).ShouldBe(key);
    }

    [Fact]
    public async Task ResetRefusesWhileTheAppRunsAndEmptiesItsDataAfterwards()
    {
        await using var app = AppHostProgram.Start(["--port", "0"]);
        await ReadyAsync(app);

        var (refused, why) = await ResetAsync(app.DataFolder);
        refused.ShouldBe(1);
        why.ShouldHaveSingleItem().ShouldBe($"error: an app is running on {app.DataFolder}; stop it first (Ctrl-C in its terminal), then run reset again.");
        Directory.Exists(Path.Combine(app.DataFolder, "orchestrator")).ShouldBeTrue();

        await app.StopAsync();
        var (done, removed) = await ResetAsync(app.DataFolder);

        done.ShouldBe(0);
        removed.ShouldContain(line => line.StartsWith("removed api-key (", StringComparison.Ordinal));
        removed.ShouldContain(line => line.StartsWith("removed orchestrator (", StringComparison.Ordinal));
        Directory.EnumerateFileSystemEntries(app.DataFolder).ShouldBeEmpty();
    }

    private static async Task<string> ReadyAsync(AppHostProgram app)
    {
        var line = await app.Process.WaitForLineAsync(line => line.StartsWith("ready: ", StringComparison.Ordinal), AppHostProgram.Patience);
        line.ShouldMatch("^ready: http://localhost:[0-9]+$");
        using var client = new HttpClient();
        (await client.GetAsync(new Uri(line["ready: ".Length..] + "/ready"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        return line["ready: ".Length..];
    }

    // AppHostProgram removes its data folder when it ends, so reset gets the same folder and not the same program.
    private static async Task<(int ExitCode, IReadOnlyList<string> Lines)> ResetAsync(string folder)
    {
        await using var reset = ChildProcess.Start("dotnet", [AppHostProgram.Path, "reset"], [new("MCTS_DATA_DIR", folder)]);
        var exitCode = await reset.WaitForExitAsync(AppHostProgram.Patience);
        return (exitCode, [.. reset.Lines]);
    }

    private static async Task<string> BashAsync(string command)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return output;
    }

    private static void CopyProgram(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(AppHostProgram.Path)!))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}
