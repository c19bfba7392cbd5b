using System.Diagnostics;
using System.Text;
using MctsAspire.Testing;

namespace MctsAspire.Neural.Tests;

/// <summary>Runs Python and takes what it prints; a script that fails fails the test with its error.</summary>
internal static class PythonScript
{
    /// <summary>Runs Python with these arguments; returns its standard output as text.</summary>
    /// <param name="modules">Modules that it must have.</param>
    /// <param name="arguments">The interpreter's arguments.</param>
    public static async Task<string> RunAsync(string modules, params string[] arguments) =>
        Encoding.UTF8.GetString(await RunForBytesAsync(modules, arguments));

    /// <summary>Runs Python with these arguments; returns its standard output.</summary>
    /// <param name="modules">Modules that it must have.</param>
    /// <param name="arguments">The interpreter's arguments.</param>
    public static async Task<byte[]> RunForBytesAsync(string modules, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python.Find(modules)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return output.ToArray();
    }
}
