using MctsAspire.McpServer;
using Microsoft.Extensions.Hosting;

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
