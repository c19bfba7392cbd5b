namespace MctsAspire.AppHost.Publishing;

/// <summary>An environment variable of a container.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value, which may name others as <c>$(NAME)</c>; null when a secret holds it.</param>
/// <param name="SecretKey">The secret's key that holds it.</param>
internal sealed record EnvironmentEntry(string Name, string? Value, string? SecretKey);
