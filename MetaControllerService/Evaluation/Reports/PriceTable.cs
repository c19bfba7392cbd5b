namespace MctsAspire.MetaControllerService.Evaluation.Reports;

/// <summary>All policies at one price.</summary>
/// <param name="Price">Of a call, in units of score.</param>
/// <param name="Rows">The policies; the router first, the oracle last.</param>
internal sealed record PriceTable(double Price, IReadOnlyList<PolicyRow> Rows);
