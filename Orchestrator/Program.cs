using MctsAspire.Orchestrator;
using MctsAspire.ServiceDefaults.Commands;

if (CommandRunner.IsCommand(args))
    return await CommandRunner.RunAsync(CommandRunner.Root("The Orchestrator: runs agents on a question, and keeps documents, runs and searches.", "docs/api.md"), args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddOrchestrator();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapOrchestrator();
app.Run();
return 0;
