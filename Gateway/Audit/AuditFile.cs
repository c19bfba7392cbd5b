namespace MctsAspire.Gateway.Audit;

/// <summary>A file of the log.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Chain">The chain that its lines belong to.</param>
/// <param name="Writer">Who writes that chain: <c>gateway-1</c> and so on, or <c>commands</c>.</param>
/// <param name="Number">Its number in the chain, from 1.</param>
/// <param name="Day">The day of its lines, by UTC.</param>
internal sealed record AuditFile(string Path, string Chain, string Writer, int Number, DateOnly Day)
{
    /// <summary>Its name, for people.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}
