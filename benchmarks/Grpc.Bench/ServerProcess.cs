using System.Diagnostics;

namespace MctsAspire.Grpc.Bench;

/// <summary>Measures across two processes, as services meet.</summary>
internal static class ServerProcess
{
    public static async Task<int> MeasureAsync(int seconds)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, Arguments()) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var server = Process.Start(start)!;
        try
        {
            var line = await server.StandardOutput.ReadLineAsync() ?? "";
            if (!line.StartsWith("listening: ", StringComparison.Ordinal))
                throw new InvalidOperationException($"The server did not start; it printed '{line}'.");
            return await Measurement.RunAsync(new Uri(line["listening: ".Length..]), seconds);
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }
    }

    // Under `dotnet run` and `dotnet exec` the process is the host, which takes the program as its first argument.
    private static string[] Arguments() => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet"
        ? [Path.Combine(AppContext.BaseDirectory, "Grpc.Bench.dll"), "serve"]
        : ["serve"];
}
