namespace MctsAspire.MetaControllerService.Evaluation.Reports;

/// <summary>How a router compares.</summary>
/// <param name="Router">The router.</param>
/// <param name="Tasks">Held-out tasks that it was measured on.</param>
/// <param name="Learned">Tasks that the linear router learned from.</param>
/// <param name="Seed">Of the resamples.</param>
/// <param name="Resamples">How many there were.</param>
/// <param name="Price">The price that the kinds and the estimates are told for.</param>
/// <param name="Prices">The policies at several prices.</param>
/// <param name="Comparisons">By how much the router, and the running app, earn more than the others.</param>
/// <param name="Kinds">The policies by kind of task.</param>
/// <param name="Live">Who answered in the running app; absent when it was not asked.</param>
/// <param name="OffPolicy">Estimates from the log; absent when it holds too few tasks.</param>
internal sealed record EvaluationReport(
    string Router,
    int Tasks,
    int Learned,
    int Seed,
    int Resamples,
    double Price,
    IReadOnlyList<PriceTable> Prices,
    IReadOnlyList<ComparisonRow> Comparisons,
    IReadOnlyList<KindRow> Kinds,
    LiveSummary? Live,
    IReadOnlyList<OffPolicyRow>? OffPolicy);
