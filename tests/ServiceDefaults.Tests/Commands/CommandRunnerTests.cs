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
