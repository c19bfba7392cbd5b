namespace MctsAspire.AppHost.Settings;

/// <summary>Something that keeps the AppHost from doing what it was asked; the message is one line that says what to do.</summary>
internal sealed class AppException(string message) : Exception(message);
