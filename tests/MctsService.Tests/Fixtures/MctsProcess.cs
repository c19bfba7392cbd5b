using Grpc.Core;
using Grpc.Net.Client;
using MctsAspire.Protos.Mcts;
using MctsAspire.Testing;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>The service as a process of its own, which can be killed and suspended.</summary>
internal sealed class MctsProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private MctsProcess(ChildProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<MctsProcess> StartAsync(params (string Name, string Value)[] environment)
    {
        var port = FreePort.Next();
        var process = ChildProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "MctsService.dll")],
        [
            new("ASPNETCORE_URLS", $"http://127.0.0.1:{port};http://127.0.0.1:{FreePort.Next()}"),
            new("GRPC_PORT", $"{port}"),
            new("Search__Workers", "1"),
            new("services__llm-gateway__grpc__0", "http://127.0.0.1:9"),
            new("services__llm-gateway__http__0", "http://127.0.0.1:9"),
            .. environment.Select(variable => new KeyValuePair<string, string?>(variable.Name, variable.Value)),
        ]);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        await Eventually.HoldsAsync(() => AnswersAsync(new(channel)), () => process.Output);
        return new(process, port);
    }

    public void Signal(string name) => _process.Signal(name);

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    private static async Task<bool> AnswersAsync(Mcts.MctsClient client)
    {
        try
        {
            await client.ListDomainsAsync(new ListDomainsRequest());
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }
}
