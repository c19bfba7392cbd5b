using MctsAspire.MetaControllerService;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.Services.AddGrpcService();
builder.AddMetaController();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapMetaController();

app.Run();
