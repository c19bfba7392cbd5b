using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Guard;

public sealed class InputSignalMetricTests
{
    [Fact]
    public async Task SignalsAreCountedByNameAndNotPassedOut()
    {
        await using var upstream = await Upstream.StartAsync(context =>
        {
            context.Response.Headers["X-Input-Signals"] = "role_forgery,made_up_by_nobody,hidden_text";
            return context.Response.WriteAsync("{}");
        });
        await using var gateway = await TestGateway.StartAsync(upstream);

        using var response = await gateway.PostAsync("/query", """{"query":"a"}""");

        response.Headers.Contains("X-Input-Signals").ShouldBeFalse();
        var metrics = await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        metrics.ShouldContain("""mcts_input_signals_total{signal="role_forgery"} 1""");
        metrics.ShouldContain("""mcts_input_signals_total{signal="hidden_text"} 1""");
        metrics.ShouldNotContain("made_up_by_nobody");
    }
}
