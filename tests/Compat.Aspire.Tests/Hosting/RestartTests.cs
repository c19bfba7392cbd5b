using MctsAspire.Testing;

namespace MctsAspire.Compat.Aspire.Tests.Hosting;

public sealed class RestartTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(0)]
    public async Task AServiceThatEndsComesBackWhereItWas(int exitCode)
    {
        await using var app = await SampleApp.StartHealthyAsync("two");
        var before = await app.ProcessOfAsync("back");

        await app.Client.PostAsync(app.Address("back", $"/exit/{exitCode}"), null).ContinueWith(_ => { }, TaskScheduler.Default);
        await app.LineAsync($"back ended with exit code {exitCode}; it starts again at once (restart 1)");

        await Eventually.HoldsAsync(() => app.AnswersAsync("back"), () => "back answers again");
        (await app.ProcessOfAsync("back")).ShouldNotBe(before);
    }

    [Fact]
    public async Task AKilledServiceComesBackAndTheOthersStay()
    {
        await using var app = await SampleApp.StartHealthyAsync("two");
        var front = await app.ProcessOfAsync("front");

        ChildProcess.Signal(await app.ProcessOfAsync("back"), "KILL");
        await app.LineAsync("back ended with exit code 137; it starts again at once");

        await Eventually.HoldsAsync(() => app.AnswersAsync("back"), () => "back answers again");
        (await app.ProcessOfAsync("front")).ShouldBe(front);
    }

    [Fact]
    public async Task ThePausesOfACrashLoopGrow()
    {
        await using var app = SampleApp.Start(["one", "--crash-loop"]);

        await app.LineAsync("it starts again at once (restart 1)");
        await app.LineAsync("it starts again in 1 s (restart 2)");
        await app.LineAsync("it starts again in 2 s (restart 3)");
    }

    [Fact]
    public async Task AHostStopsInTheMiddleOfAPause()
    {
        await using var app = SampleApp.Start(["one", "--crash-loop"]);
        await app.LineAsync("it starts again in 2 s");

        app.Host.Signal("INT");

        (await app.ExitCodeAsync()).ShouldBe(0);
        await app.NothingIsLeftAsync();
    }
}
