namespace MctsAspire.ServiceDefaults.Commands;

/// <summary>Reads the value of an option.</summary>
/// <typeparam name="T">What the value is.</typeparam>
/// <param name="text">What was typed.</param>
/// <param name="value">What it says.</param>
/// <returns>Whether it is allowed.</returns>
public delegate bool TryReadValue<T>(string text, out T value);
