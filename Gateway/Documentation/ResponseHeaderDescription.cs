namespace MctsAspire.Gateway.Documentation;

/// <summary>A header that one of a route's answers carries beside those of all routes.</summary>
/// <param name="Status">The answer's HTTP status.</param>
/// <param name="Name">The header, which <see cref="HeaderDescriptions"/> knows.</param>
internal sealed record ResponseHeaderDescription(int Status, string Name);
