using MctsAspire.MetaControllerService;
using MctsAspire.MetaControllerService.Commands;
using MctsAspire.ServiceDefaults.Commands;

if (CommandRunner.IsCommand(args))
    return await CommandLine.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.Services.AddGrpcService();
builder.AddMetaController();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapMetaController();

app.Run();
return 0;
