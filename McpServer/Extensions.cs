using MctsAspire.McpServer.Gateway;
using MctsAspire.McpServer.Tools;
using MctsAspire.ServiceDefaults.Clients;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace MctsAspire.McpServer;

internal static class Extensions
{
    /// <summary>Standard output carries the protocol and nothing else.</summary>
    public static void AddLogsOnStandardError(this HostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(options => options.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
    }

    /// <summary>The way to the running app.</summary>
    public static void AddGatewayClient(this HostApplicationBuilder builder)
    {
        var options = GatewayOptions.From(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<WaitLog>();
        builder.Services.AddSingleton(services => new LimitWait(GatewayClient.Waits, TimeProvider.System, services.GetRequiredService<WaitLog>().Write));
        builder.Services.AddHttpClient<GatewayClient>(client =>
        {
            client.BaseAddress = options.Url;
            client.Timeout = TimeSpan.FromSeconds(GatewayClient.TimeoutSeconds);
            client.MaxResponseContentBufferSize = GatewayClient.MaximumAnswerBytes;
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // The key goes to the gateway and to nobody else.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !options.Url.IsLoopback,
        });
    }

    /// <summary>The server and its tools.</summary>
    public static void AddTools(this HostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<McpServerTool, RunMctsTool>();
        builder.Services.AddSingleton<McpServerTool, QueryAgentTool>();
        builder.Services.AddSingleton<McpServerTool, HealthCheckTool>();
        builder.Services
            .AddMcpServer(options =>
            {
                options.ServerInfo = new() { Name = "mcts-aspire", Title = "Mcts.Aspire", Version = Version };
                options.ServerInstructions =
                    "Answers questions from the documents stored in a running Mcts.Aspire app. Ask health_check first when a tool fails.";
            })
            .WithStdioServerTransport();
        builder.Services.AddHostedService<ClientWatch>();
    }

    private static string Version => typeof(Extensions).Assembly.GetName().Version!.ToString(3);
}
