namespace MctsAspire.MctsService.Search.Core;

/// <summary>Where play that has no end of its own is cut off.</summary>
/// <param name="Steps">Steps after which it is.</param>
/// <param name="Error">What is cut off is worth at most this, either way; a part of the range of returns.</param>
internal readonly record struct PlayCut(int Steps, double Error);
