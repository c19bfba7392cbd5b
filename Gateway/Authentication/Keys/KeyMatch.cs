namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>What was found of a presented key.</summary>
/// <param name="State">What it is worth.</param>
/// <param name="Entry">The key; <see langword="null"/> when it is unknown.</param>
internal readonly record struct KeyMatch(KeyState State, KeyEntry? Entry);
