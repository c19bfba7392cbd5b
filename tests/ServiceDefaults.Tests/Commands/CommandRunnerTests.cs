using System.CommandLine;
using MctsAspire.ServiceDefaults.Commands;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Hosting;

namespace MctsAspire.ServiceDefaults.Tests.Commands;

public sealed class CommandRunnerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task WhatACommandGivesIsTheExitCode(int code)
    {
        var run = await RunAsync(["go"], (_, _) => Task.FromResult(code));

        run.ShouldBe((code, "", ""));
    }

    [Theory]
    [InlineData("--unknown")]
    [InlineData("stop")]
    [InlineData("go", "--to", "nowhere")]
    [InlineData("go", "--to")]
    public async Task ACommandLineThatCannotBeUnderstoodRunsNothing(params string[] args)
    {
        var run = await RunAsync(args, (_, _) => throw new InvalidOperationException());

        run.Code.ShouldBe(2);
        run.Error.ShouldStartWith("error: ");
        run.Error.ShouldEndWith("--help lists what there is\n");
    }

    [Theory]
    [InlineData]
    [InlineData("--urls", "http://127.0.0.1:0")]
    [InlineData("--urls=http://127.0.0.1:0", "--environment", "Development")]
    [InlineData("--ENVIRONMENT=Development", "/contentRoot", "/")]
    [InlineData("--Server:DrainSeconds=1", "--ApiKeys:0:ClientId", "--x", "LOG_LEVEL=DEBUG", "--services:mcts:grpc:0=http://a")]
    [InlineData("--SEED=7", "--SEED", "7", "SEED=7")]
    [InlineData("--Prices:lmstudio:*:Input=0", "--Prices:openrouter:qwen/qwen3-8b:Output", "0.1", "/Prices:openai:gpt-4.1+mini@2:Input=1")]
    public void WithSettingsAloneAServiceRuns(params string[] args) => CommandRunner.IsCommand(args).ShouldBeFalse();

    [Theory]
    [InlineData("--port is no option.", "--port", "5")]
    [InlineData("--port is no option.", "--urls=http://a", "--port=5")]
    [InlineData("-p is no option.", "-p", "5")]
    [InlineData("/port is no option.", "/port=5")]
    [InlineData("port is no option.", "port=5")]
    [InlineData("--Seed is no option.", "--Seed=7")]
    [InlineData("--seed is no option.", "--SEED=7", "--seed", "7")]
    [InlineData("--SEED must have a value.", "--SEED")]
    [InlineData("--Pri*ces:a:Input is no option.", "--Pri*ces:a:Input=1")]
    [InlineData("--Prices:a b:Input is no option.", "--Prices:a b:Input=1")]
    [InlineData("--Prices::Input is no option.", "--Prices::Input=1")]
    [InlineData("--Prices: is no option.", "--Prices:=1")]
    [InlineData("--urls must have a value.", "--urls")]
    [InlineData("go is no command.", "--urls=http://a", "go")]
    [InlineData("--a\\u{202E} is no option.", "--a\u202E")]
    public async Task AnOptionThatThereIsNotIsRefusedByName(string problem, params string[] args)
    {
        CommandRunner.IsCommand(args).ShouldBeTrue();

        (await RunAsync(args, (_, _) => throw new InvalidOperationException())).ShouldBe((2, "", $"error: {problem}\n--help lists what there is\n"));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("/?")]
    [InlineData("--urls=http://a", "--help")]
    [InlineData("--port", "5", "--help")]
    public async Task HelpSaysWhatThereIs(params string[] args)
    {
        CommandRunner.IsCommand(args).ShouldBeTrue();

        var run = await RunAsync(args, (_, _) => throw new InvalidOperationException());

        (run.Code, run.Error).ShouldBe((0, ""));
        run.Output.ShouldContain("go");
    }

    [Fact]
    public async Task TheHelpOfAServiceSaysWhatItIsAndWhereItsSettingsStand()
    {
        await using var output = new StringWriter();

        (await CommandRunner.RunAsync(CommandRunner.Root("It does things.", "docs/things.md"), ["--help"], output, output, TimeSpan.Zero)).ShouldBe(0);

        output.ToString().ShouldContain("It does things. Without a command it runs");
        output.ToString().ShouldContain("docs/things.md");
    }

    [Fact]
    public async Task AValueThatBeginsWithAnAtSignNamesNoFile()
    {
        var run = await RunAsync(["go", "--to", "@there"], (_, _) => Task.FromResult(0));

        run.Error.ShouldStartWith("error: --to must be here or there, and is '@there'.");
    }

    [Fact]
    public async Task WhatTheCallerCanMendIsOneLine()
    {
        (await RunAsync(["go"], (_, _) => throw new ConflictException("It is there."))).ShouldBe((1, "", "error: It is there.\n"));
        (await RunAsync(["go"], (_, _) => throw new IOException("no room\non /x\u202E"))).ShouldBe((1, "", "error: a file or folder can't be used: no room on /x\\u{202E}\n"));
        (await RunAsync(["go"], (_, _) => throw new TimeoutException("of the service's own"))).ShouldBe((1, "", "error: It took too long.\n"));
    }

    [Fact]
    public async Task AFaultOfTheProgramIsNotHidden() =>
        await Should.ThrowAsync<InvalidOperationException>(() => RunAsync(["go"], (_, _) => throw new InvalidOperationException()));

    [Fact]
    public async Task StoppedIsNeitherDoneNorFailed()
    {
        using var stop = new CancellationTokenSource();
        await using var error = new StringWriter();

        var code = await CommandRunner.RunWithAsync(
            error,
            Register,
            async (_, stopping) =>
            {
                await stop.CancelAsync();
                stopping.ThrowIfCancellationRequested();
                return 0;
            },
            _ => null,
            stop.Token);

        code.ShouldBe(130);
        error.ToString().ReplaceLineEndings("\n").ShouldBe("stopped\n");
    }

    private static void Register(IHostApplicationBuilder builder) => builder.AddServiceDefaults();

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] args, Func<IServiceProvider, CancellationToken, Task<int>> command)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var to = new Option<string>("--to");
        to.AllowOnly("here", "there");
        var go = new Command("go") { to };
        go.SetAction((line, stopping) => CommandRunner.RunWithAsync(
            line.InvocationConfiguration.Error, Register, command, failure => failure is TimeoutException ? "It took too long." : null, stopping));
        var code = await CommandRunner.RunAsync(new RootCommand("A service.") { go }, args, output, error, TimeSpan.FromSeconds(30));
        return (code, output.ToString(), error.ToString());
    }
}
