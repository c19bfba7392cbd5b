namespace Aspire.Hosting.ApplicationModel;

/// <summary>A further fact about a resource.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record ResourcePropertySnapshot(string Name, object? Value);
