namespace MctsAspire.Gateway.Audit;

/// <summary>Something in the log that nobody who writes it in order would have left.</summary>
/// <param name="File">The file's name; <see langword="null"/>: no file shows it.</param>
/// <param name="Line">The line's number in the file, from 1; 0: it is about the file.</param>
/// <param name="Problem">What is wrong.</param>
internal sealed record AuditFinding(string? File, int Line, string Problem)
{
    public override string ToString() => File is null ? Problem : Line == 0 ? $"{File}: {Problem}" : $"{File}:{Line}: {Problem}";
}
