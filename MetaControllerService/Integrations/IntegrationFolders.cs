namespace MctsAspire.MetaControllerService.Integrations;

/// <summary>Where on disk lies what services outside are told.</summary>
/// <param name="root">The data folder.</param>
internal sealed class IntegrationFolders(string root)
{
    /// <summary>Decisions, a folder for each process that writes at the same time.</summary>
    public string Decisions { get; } = Path.Combine(root, "integrations", "decisions");

    /// <summary>Training runs, a folder each.</summary>
    public string Runs { get; } = Path.Combine(root, "integrations", "runs");
}
