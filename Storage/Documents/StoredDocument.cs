namespace MctsAspire.Storage.Documents;

/// <summary>A stored document with its text.</summary>
/// <param name="Record">What is known of it.</param>
/// <param name="Text">The text.</param>
public sealed record StoredDocument(DocumentRecord Record, string Text);
