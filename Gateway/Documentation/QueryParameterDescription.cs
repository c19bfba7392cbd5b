namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes a parameter behind the question mark; the Orchestrator reads and checks it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">What it is for.</param>
/// <param name="Maximum">For an integer from 1: the largest one; <see langword="null"/>: the parameter is a text.</param>
internal sealed record QueryParameterDescription(string Name, string Text, int? Maximum = null);
