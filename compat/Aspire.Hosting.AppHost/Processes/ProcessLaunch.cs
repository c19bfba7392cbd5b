namespace Aspire.Hosting.Processes;

/// <summary>How to start a process.</summary>
/// <param name="Program">The full path of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="WorkingDirectory">The folder that it runs in.</param>
/// <param name="Environment">What is set in its environment beyond what it inherits; null takes a variable out.</param>
/// <param name="StandardInput">What it reads from standard input.</param>
internal sealed record ProcessLaunch(
    string Program,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string?> Environment,
    string StandardInput = "");
