using MctsAspire.MctsService;
using MctsAspire.ServiceDefaults.Commands;

if (CommandRunner.IsCommand(args))
    return await CommandRunner.RunAsync(CommandRunner.Root("MctsService: searches by Monte Carlo tree search.", "docs/search.md"), args);

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.Services.AddGrpcService();
builder.AddSearch();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapSearch();

app.Run();
return 0;
