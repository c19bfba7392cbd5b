using MctsAspire.MctsService;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.Services.AddGrpcService();
builder.AddSearch();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapSearch();

app.Run();
