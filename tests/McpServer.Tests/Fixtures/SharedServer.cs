namespace MctsAspire.McpServer.Tests.Fixtures;

/// <summary>One server and its gateway for the tests of a class that leave both as they were.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal FakeGateway Gateway { get; private set; } = null!;

    internal StdioServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Gateway = await FakeGateway.StartAsync(Answers.Search);
        Server = await StdioServer.ConnectAsync(new Dictionary<string, string> { ["MCTS_GATEWAY_URL"] = Gateway.Url });
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Gateway.DisposeAsync();
    }
}
