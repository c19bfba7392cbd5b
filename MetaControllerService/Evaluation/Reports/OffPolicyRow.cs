using MctsAspire.MetaControllerService.Evaluation.Estimators;

namespace MctsAspire.MetaControllerService.Evaluation.Reports;

/// <summary>What the log of another policy says of a policy.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Measured">What it really earned on the same tasks, known because every agent ran on them.</param>
/// <param name="Estimates">What is estimated from one logged run of each.</param>
internal sealed record OffPolicyRow(string Policy, double Measured, OffPolicyEstimates Estimates);
