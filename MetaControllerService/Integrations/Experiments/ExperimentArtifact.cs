namespace MctsAspire.MetaControllerService.Integrations.Experiments;

/// <summary>A file that a run made.</summary>
/// <param name="Name">Its name among the artifacts, as <c>meta-controller-rnn</c>: 1 to 100 letters, digits, dots, hyphens and underscores.</param>
/// <param name="Type">What it is, as <c>model</c> or <c>report</c>.</param>
/// <param name="Path">The file.</param>
internal sealed record ExperimentArtifact(string Name, string Type, string Path);
