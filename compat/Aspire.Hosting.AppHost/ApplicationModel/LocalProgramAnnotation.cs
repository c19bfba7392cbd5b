namespace Aspire.Hosting.ApplicationModel;

/// <summary>The local program that does the work of a container.</summary>
/// <param name="Command">The program's name on PATH.</param>
/// <param name="HowToInstall">What to do when PATH does not have it, as the end of a sentence.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="StandardInput">Gives what it reads from standard input, as a configuration that must not show in the list of processes.</param>
internal sealed record LocalProgramAnnotation(
    string Command,
    string HowToInstall,
    IReadOnlyList<string> Arguments,
    Func<CancellationToken, ValueTask<string>>? StandardInput = null) : IResourceAnnotation;
