using MctsAspire.MetaControllerService.Evaluation.Estimators;

namespace MctsAspire.MetaControllerService.Evaluation.Reports;

/// <summary>What a policy earned on the held-out tasks.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Score">Mean score.</param>
/// <param name="Cost">Mean calls.</param>
/// <param name="Utility">Mean of score less price · calls.</param>
/// <param name="Regret">By how much the oracle's mean utility is above it.</param>
/// <param name="Behind">By how much the router's mean utility is above it, task by task.</param>
internal sealed record PolicyRow(string Policy, double Score, double Cost, Estimate Utility, double Regret, Estimate Behind);
