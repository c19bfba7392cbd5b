using System.Collections.Concurrent;
using System.Diagnostics;

namespace MctsAspire.Testing;

/// <summary>Python with the modules that a test needs. Debian's own is tried first: another on PATH doesn't see Debian's packages.</summary>
public static class Python
{
    private const string Debian = "/usr/bin/python3";

    private static readonly ConcurrentDictionary<string, string?> Found = new();

    /// <summary>The interpreter that has all of these modules; null when there is none.</summary>
    /// <param name="modules">Their names, separated by commas.</param>
    public static string? Find(string modules) => Found.GetOrAdd(modules, Search);

    private static string? Search(string modules) =>
        new[] { Debian, Programs.Find("python3") }.FirstOrDefault(program => program is not null && File.Exists(program) && Imports(program, modules));

    private static bool Imports(string program, string modules)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["-c", $"import {modules}"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
