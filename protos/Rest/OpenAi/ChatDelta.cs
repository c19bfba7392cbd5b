namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>What is added to a message.</summary>
/// <param name="Role">Who speaks, in the first piece.</param>
/// <param name="Content">Text.</param>
public sealed record ChatDelta(string? Role = null, string? Content = null);
