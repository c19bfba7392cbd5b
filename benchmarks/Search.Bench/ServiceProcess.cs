using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.Search.Bench;

/// <summary>The search service as it runs in the app: a process of its own, with one worker.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly GrpcChannel _channel;

    private ServiceProcess(Process process, int port)
    {
        _process = process;
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        Client = new(_channel);
    }

    /// <summary>Calls it.</summary>
    public Mcts.MctsClient Client { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<ServiceProcess> StartAsync()
    {
        var (port, http) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MctsService.dll")]) { RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port};http://127.0.0.1:{http}";
        start.Environment["GRPC_PORT"] = $"{port}";
        start.Environment["Search__Workers"] = "1";
        start.Environment["services__llm-gateway__grpc__0"] = start.Environment["services__llm-gateway__http__0"] = "http://127.0.0.1:9";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var service = new ServiceProcess(process, port);
        await service.WaitAsync();
        return service;
    }

    public void Dispose()
    {
        _channel.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync()
    {
        for (var from = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await Client.ListDomainsAsync(new ListDomainsRequest());
                return;
            }
            catch (RpcException) when (Stopwatch.GetElapsedTime(from) < Patience && !_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}
