using MctsAspire.LlmGateway;
using MctsAspire.ServiceDefaults.Commands;

if (CommandRunner.IsCommand(args))
    return await CommandRunner.RunAsync(CommandRunner.Root("LlmGateway: asks language models, and reasons without one.", "docs/language.md"), args);

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.Services.AddGrpcService();
builder.AddLanguage();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapLanguage();

app.Run();
return 0;
