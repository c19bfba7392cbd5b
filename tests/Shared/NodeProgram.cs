using System.Diagnostics;

namespace MctsAspire.Testing;

/// <summary>Programs of npm packages; use them with <c>[RequiresFact("node", "npm:folder")]</c>.</summary>
public static class NodeProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs a script and gives its exit code and what it printed on either output.</summary>
    /// <param name="folder">A folder of <c>tests/npm</c>, which it runs in.</param>
    /// <param name="script">The script's path in that folder.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <exception cref="TimeoutException">It did not end within three minutes.</exception>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = Repository.NpmFolder(folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Linters ask their makers for news otherwise.
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{script} did not end within {Patience.TotalMinutes} minutes.");
        }
    }
}
