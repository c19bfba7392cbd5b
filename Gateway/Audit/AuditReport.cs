namespace MctsAspire.Gateway.Audit;

/// <summary>What was found of one chain.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Files">Files that were read.</param>
/// <param name="Lines">Lines that were read.</param>
/// <param name="Last">The last line that is sound; <see langword="null"/>: none is.</param>
/// <param name="Algorithm">What the lines are sealed with; <see langword="null"/>: no line is sound.</param>
/// <param name="IsNamed">Whether one of the lines says that it belongs to this chain; else a file of another one could stand under its name.</param>
/// <param name="IsWhole">Whether the chain was read from its beginning on.</param>
internal sealed record AuditReport(string Chain, int Files, long Lines, AuditLine? Last, string? Algorithm, bool IsNamed, bool IsWhole);
