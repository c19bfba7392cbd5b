namespace MctsAspire.MetaControllerService.Integrations.Braintrust;

/// <summary>What Braintrust makes of an experiment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The page that shows it.</param>
/// <param name="Scores">The means of its scores by name.</param>
/// <param name="Metrics">The means of its metrics by name.</param>
internal sealed record BraintrustSummary(string Name, string Address, IReadOnlyDictionary<string, double> Scores, IReadOnlyDictionary<string, double> Metrics);
