namespace MctsAspire.Gateway.Tests;

/// <summary>A Gateway before an Orchestrator that takes everything, for the tests of one class that need nothing special.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    internal Upstream Upstream { get; private set; } = null!;

    internal TestGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Upstream = await Upstream.StartAsync();
        Gateway = await TestGateway.StartAsync(Upstream);
    }

    /// <summary>The pair, as if nothing had been sent yet.</summary>
    internal (TestGateway Gateway, Upstream Upstream) Fresh()
    {
        Upstream.Received.Clear();
        Gateway.Logs.Lines.Clear();
        Gateway.Client.DefaultRequestHeaders.Clear();
        Gateway.Client.DefaultRequestHeaders.Add("X-API-Key", TestGateway.Key);
        return (Gateway, Upstream);
    }

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
