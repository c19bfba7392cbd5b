using System.Net;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Commands;

public sealed class KeysCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AKeyIsAloneOnTheStandardOutput()
    {
        var (code, output, error) = await RunAsync("keys", "add", "--client", "reporting");

        code.ShouldBe(0);
        output.Trim().ShouldMatch("^mcts_[A-Za-z0-9_-]{43}$");
        error.ShouldContain("key_");
        error.ShouldContain("reporting (user)");
        error.ShouldContain(_folder.Path);
    }

    [Theory]
    [InlineData("2030-12-31", "It ends at 2030-12-31T00:00:00Z.")]
    [InlineData("2030-12-31T12:00:00Z", "It ends at 2030-12-31T12:00:00Z.")]
    [InlineData("2030-12-31T12:00:00+02:00", "It ends at 2030-12-31T10:00:00Z.")]
    [InlineData("30d", "It ends at 20")]
    [InlineData(null, "It does not end by itself.")]
    public async Task WhenAKeyEndsIsToldWhenItIsMade(string? end, string line)
    {
        var (code, _, error) = await RunAsync([.. (string[])["keys", "add", "--client", "a"], .. end is null ? Array.Empty<string>() : ["--expires", end]]);

        code.ShouldBe(0, error);
        error.ShouldContain(line);
    }

    [Fact]
    public async Task AQuietCommandSaysNothingElse()
    {
        var (_, output, error) = await RunAsync("keys", "add", "--client", "reporting", "--quiet");

        output.ShouldStartWith("mcts_");
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task TheListShowsEveryKeyButNotItsText()
    {
        var key = (await RunAsync("keys", "add", "--client", "a", "--role", "user", "--role", "admin", "--expires", "30d", "--per-minute", "5", "--tokens-per-day", "7", "--note", "for tests", "-q")).Output.Trim();

        var (code, output, _) = await TestCommand.RunAsync(_folder.Path, ["keys", "list"], ("ApiKeys:0:Hash", TestGateway.HashOf(TestGateway.Key)));

        code.ShouldBe(0);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(3);
        lines[0].ShouldMatch("^ID +CLIENT +ROLES +STATUS +CREATED +EXPIRES +LAST USED +LIMITS +NOTE");
        lines[1].ShouldMatch("^config_0 +client_0 +user +active +ApiKeys__0__Hash +- +not kept +- +-");
        lines[2].ShouldMatch("^key_[0-9a-f]{16} +a +user,admin +active +20.*Z +20.*Z +- +5/min, 7 tokens/day +for tests");
        output.ShouldNotContain(key);
        output.ShouldNotContain(TestGateway.HashOf(key));
    }

    [Fact]
    public async Task ARevokedKeyIsShownAsSuch()
    {
        await RunAsync("keys", "add", "--client", "a", "-q");
        var id = (await RunAsync("keys", "list")).Output.Split('\n')[1].Split(' ')[0];

        var (code, output, _) = await RunAsync("keys", "revoke", id);

        code.ShouldBe(0);
        output.ShouldStartWith($"{id} of a is revoked since 20");
        (await RunAsync("keys", "list")).Output.ShouldContain("revoked");
    }

    [Theory]
    [InlineData(2, "--client", "keys", "add")]
    [InlineData(2, "--client must be 1 to 100 letters", "keys", "add", "--client", "a b")]
    [InlineData(2, "root", "keys", "add", "--client", "a", "--role", "root")]
    [InlineData(2, "--expires must be 30d, 12h, 15m or a date", "keys", "add", "--client", "a", "--expires", "2001-01-01")]
    [InlineData(2, "--expires must be", "keys", "add", "--client", "a", "--expires", "99999999d")]
    [InlineData(2, "--expires must be", "keys", "add", "--client", "a", "--expires", "0d")]
    [InlineData(2, "--expires must be", "keys", "add", "--client", "a", "--expires", "05/06/2027")]
    [InlineData(2, "--expires must be", "keys", "add", "--client", "a", "--expires", "1/2/27")]
    [InlineData(2, "--expires must be", "keys", "add", "--client", "a", "--expires", "23:59")]
    [InlineData(2, "--expires must be", "keys", "add", "--client", "a", "--expires", "Dec 31 2030")]
    [InlineData(2, "--expires must be", "keys", "add", "--client", "a", "--expires", "2030-12-31T12:00:00")]
    [InlineData(2, "--expires must be", "keys", "add", "--client", "a", "--expires", " 30d")]
    [InlineData(2, "--expires must be", "keys", "add", "--client", "a", "--expires", "2w")]
    [InlineData(2, "--per-minute must be a whole number from 1 to 10000000, and is '0'", "keys", "add", "--client", "a", "--per-minute", "0")]
    [InlineData(2, "--note must be 1 to 200 characters", "keys", "add", "--client", "a", "--note", "")]
    [InlineData(2, "--note must be 1 to 200 characters, without such as control or change the direction of writing, and is 'a\\u{202E}b'", "keys", "add", "--client", "a", "--note", "a\u202Eb")]
    [InlineData(2, "and is 'a\\u{000A}\\u{001B}[31mb'", "keys", "add", "--client", "a\n\u001B[31mb")]
    [InlineData(2, "--role must be user or admin, and is 'root\\u{000A}error: none'", "keys", "add", "--client", "a", "--role", "root\nerror: none")]
    [InlineData(2, "'li\\u{000A}st\\u{2066}'", "keys", "li\nst\u2066")]
    [InlineData(1, "error: id: there is no such key", "keys", "revoke", "a\nb")]
    [InlineData(2, "Required argument missing for command: 'revoke'", "keys", "revoke")]
    [InlineData(1, "error: id: there is no such key", "keys", "revoke", "key_0123456789abcdef")]
    [InlineData(2, "error: ", "locks")]
    public async Task WhatIsWrongIsToldInALineWithAnExitCode(int expected, string problem, params string[] args)
    {
        var (code, output, error) = await RunAsync(args);

        code.ShouldBe(expected, error);
        error.ShouldContain(problem);
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.StartsWith("error: ", StringComparison.Ordinal) || line == "--help lists what there is");
        output.ShouldNotContain("mcts_");
    }

    [Fact]
    public async Task AKeyOfTheConfigurationIsRevokedThere()
    {
        var (code, _, error) = await TestCommand.RunAsync(_folder.Path, ["keys", "revoke", "config_0"], ("ApiKeys:0:Hash", TestGateway.HashOf("k")));

        code.ShouldBe(1);
        error.ShouldContain("remove ApiKeys__0__Hash");
    }

    [Fact]
    public async Task ADamagedFileIsToldByItsName()
    {
        Directory.CreateDirectory(_folder.File("gateway"));
        await File.WriteAllTextAsync(_folder.File("gateway", "keys.json"), "damaged");

        foreach (var args in (string[][])[["keys", "list"], ["keys", "add", "--client", "a"], ["keys", "revoke", "key_0123456789abcdef"]])
        {
            var (code, _, error) = await RunAsync(args);
            code.ShouldBe(1);
            error.ShouldContain("keys.json can't be used");
            error.Trim().ShouldNotContain("\n");
        }
    }

    [Fact]
    public async Task ARunningGatewayTakesTheKeyOfACommandAndDropsIt()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, ("MCTS_DATA_DIR", _folder.Path));
        var key = (await RunAsync("keys", "add", "--client", "a", "-q")).Output.Trim();
        gateway.Client.DefaultRequestHeaders.Clear();
        gateway.Client.DefaultRequestHeaders.Add("X-API-Key", key);
        await Eventually.HoldsAsync(async () => await StatusAsync(gateway) == HttpStatusCode.OK);

        await RunAsync("keys", "revoke", (await RunAsync("keys", "list")).Output.Split('\n')[1].Split(' ')[0]);

        await Eventually.HoldsAsync(async () => await StatusAsync(gateway) == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task TheProgramTakesItsFolderFromTheEnvironment()
    {
        await using var process = ChildProcess.Start(
            "dotnet",
            [typeof(GatewayExtensions).Assembly.Location, "keys", "add", "--client", "a", "--quiet"],
            new Dictionary<string, string?> { ["MCTS_DATA_DIR"] = _folder.Path, ["LLM_PROVIDER"] = "embedded", ["OPENAI_API_KEY"] = null });

        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0, process.Output);

        process.Lines.ShouldHaveSingleItem().ShouldStartWith("mcts_");
        File.Exists(_folder.File("gateway", "keys.json")).ShouldBeTrue();
    }

    private static async Task<HttpStatusCode> StatusAsync(TestGateway gateway) => (await gateway.Client.GetAsync(new Uri("/documents", UriKind.Relative))).StatusCode;

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => TestCommand.RunAsync(_folder.Path, args);
}
