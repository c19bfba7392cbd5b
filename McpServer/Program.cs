using MctsAspire.McpServer;
using MctsAspire.ServiceDefaults.Commands;
using Microsoft.Extensions.Hosting;

if (CommandRunner.IsCommand(args))
    return await CommandRunner.RunAsync(CommandRunner.Root("McpServer: the system's tools for MCP clients, on the standard input and output.", "docs/mcp.md"), args);

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });

builder.AddLogsOnStandardError();
try
{
    builder.AddGatewayClient();
}
catch (InvalidOperationException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 78; // EX_CONFIG of sysexits.h, as the services say it.
}

builder.AddTools();

await builder.Build().RunAsync();
return 0;
