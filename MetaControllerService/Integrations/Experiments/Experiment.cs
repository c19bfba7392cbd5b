namespace MctsAspire.MetaControllerService.Integrations.Experiments;

/// <summary>A run of training or evaluation.</summary>
/// <param name="Id">Its id, 1 to 64 letters, digits, hyphens and underscores. A run that goes on after a crash keeps its id, and what it told before is not told twice.</param>
/// <param name="Name">Its name for people, as <c>rnn-2026-11-23</c>.</param>
/// <param name="JobType">What it does, as <c>train-rnn</c>.</param>
/// <param name="Config">Its settings: numbers, texts, booleans, or null.</param>
internal sealed record Experiment(string Id, string Name, string JobType, IReadOnlyDictionary<string, object?> Config);
