using Grpc.Net.Client;
using MctsAspire.Protos.Llm;
using MctsAspire.Testing;
using ReasoningClient = MctsAspire.Protos.Llm.Reasoning.ReasoningClient;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>The service as a process of its own, as the app starts it.</summary>
internal sealed class LanguageService : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly GrpcChannel _channel;
    private readonly string _folder;

    private LanguageService(ChildProcess process, int httpPort, int grpcPort, string folder)
    {
        (_process, _folder) = (process, folder);
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpcPort}");
        Http = new Uri($"http://127.0.0.1:{httpPort}");
        Reasoning = new ReasoningClient(_channel);
        Model = new LanguageModel.LanguageModelClient(_channel);
    }

    public Uri Http { get; }

    public ReasoningClient Reasoning { get; }

    public LanguageModel.LanguageModelClient Model { get; }

    /// <summary>Ends the process as a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Signal("KILL");
        await _process.WaitForExitAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>Everything that the process printed.</summary>
    public string Output => _process.Output;

    /// <summary>Starts the process with variables of its own and no others that choose a provider.</summary>
    public static ChildProcess StartProcess(int httpPort, int grpcPort, params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{httpPort};http://127.0.0.1:{grpcPort}",
            ["GRPC_PORT"] = $"{grpcPort}",
            ["LLM_PROVIDER"] = null,
            ["OPENAI_API_KEY"] = null,
            ["OPENAI_BASE_URL"] = null,
            ["ANTHROPIC_API_KEY"] = null,
            ["ANTHROPIC_BASE_URL"] = null,
            ["LLM_FALLBACKS"] = null,
            ["ConnectionStrings__redis"] = null,
            ["HTTP_MAX_RETRIES"] = null,
            ["HTTP_TIMEOUT_SECONDS"] = null,
        };
        foreach (var (name, value) in variables)
            environment[name] = value;
        return ChildProcess.Start("dotnet", [typeof(LlmGateway.Rpc.ReasoningService).Assembly.Location], environment);
    }

    public static async Task<LanguageService> StartAsync(params (string Name, string Value)[] variables)
    {
        var (httpPort, grpcPort) = (FreePort.Next(), FreePort.Next());
        var folder = Directory.CreateTempSubdirectory("mcts-language-").FullName;
        var service = new LanguageService(StartProcess(httpPort, grpcPort, [("MCTS_DATA_DIR", folder), .. variables]), httpPort, grpcPort, folder);
        using var client = new HttpClient();
        await Eventually.HoldsAsync(async () => await IsReadyAsync(client, service), () => service.Output);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, LanguageService service)
    {
        if (service._process.HasExited)
            throw new InvalidOperationException($"The service ended before it was ready: {service.Output}");
        try
        {
            using var response = await client.GetAsync(new Uri(service.Http, "/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
