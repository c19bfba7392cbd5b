using MctsAspire.Gateway;
using MctsAspire.Gateway.Commands;
using MctsAspire.ServiceDefaults.Commands;

if (CommandRunner.IsCommand(args))
    return await CommandLine.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddGateway();

var app = builder.Build();
app.UseGateway();
app.MapApi();
app.MapPages();
app.Run();
return 0;
