// A service that behaves, or misbehaves, as its arguments say.
using System.Diagnostics;

if (args.Contains("--silent-failure"))
    return 7;
if (args.Contains("--failure"))
{
    Console.Error.WriteLine("SEED must be a whole number from 0 to 9007199254740991");
    return 3;
}

if (args.Contains("--exception"))
    throw new InvalidOperationException("the cellar is flooded");
if (args.Contains("--done"))
{
    Console.WriteLine("work is done");
    return 0;
}

if (args.Contains("--done-badly"))
    return 5;

if (args.Contains("--grandchild"))
{
    // In a session of its own and without pipes: nothing but its environment ties it to this process.
    var start = new ProcessStartInfo("setsid", ["sleep", "1000"]) { RedirectStandardOutput = true, RedirectStandardError = true };
    Console.WriteLine($"grandchild {Process.Start(start)!.Id}");
}

if (args.Contains("--output"))
{
    using var output = Console.OpenStandardOutput();
    output.Write([0xFF, 0x00, 0x1B, (byte)'[', (byte)'2', (byte)'J', 0x80, (byte)'\n']);
    output.Write(Enumerable.Repeat((byte)'x', 20_000_000).ToArray());
    output.WriteByte((byte)'\n');
    output.Flush();
    for (var i = 0; i < 100_000; i++)
        Console.WriteLine($"line {i} of very many, so that a slow reader falls behind");
    Console.WriteLine("output ends");
}

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
if (args.Contains("--deaf"))
{
    // A signal is heard by the handlers that were registered, and this one does nothing.
    System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context => context.Cancel = true);
    builder.Services.AddSingleton<IHostLifetime, EndlessLifetime>();
}

var application = builder.Build();
var checks = 0;
application.MapGet("/health", () =>
{
    // Healthy once, so that the host knows it as one that had started.
    if (args.Contains("--crash-loop") && ++checks > 1)
        Process.GetCurrentProcess().Kill();
    return Results.Ok();
});
application.MapGet("/environment", () => Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value));
application.MapGet("/arguments", () => args);
application.MapGet("/process", () => Environment.ProcessId);
application.MapPost("/exit/{code:int}", (int code) => Environment.Exit(code));
application.Run();
return 0;

internal sealed class EndlessLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
