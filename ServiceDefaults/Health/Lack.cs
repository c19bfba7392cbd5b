namespace MctsAspire.ServiceDefaults.Health;

/// <summary>What a check passes on, among its data, of another service's check that fails and that the other can do without.</summary>
/// <param name="Meaning">What that means.</param>
internal sealed record Lack(string Meaning);
