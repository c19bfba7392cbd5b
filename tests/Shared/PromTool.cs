using System.Diagnostics;

namespace MctsAspire.Testing;

/// <summary>Prometheus' own tool; use it with <c>[RequiresFact("promtool")]</c>.</summary>
public static class PromTool
{
    /// <summary>What <c>promtool check metrics</c> says of a scrape in Prometheus' text format; empty: nothing.</summary>
    public static async Task<string> CheckAsync(string metrics)
    {
        var start = new ProcessStartInfo("promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        using var tool = Process.Start(start)!;
        // It prints once it has read everything.
        await tool.StandardInput.WriteAsync(metrics);
        tool.StandardInput.Close();
        var printed = await tool.StandardOutput.ReadToEndAsync() + await tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();
        return printed.Trim();
    }
}
