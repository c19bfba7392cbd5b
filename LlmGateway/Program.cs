using MctsAspire.LlmGateway;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.Services.AddGrpcService();
builder.AddLanguage();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapLanguage();

app.Run();
