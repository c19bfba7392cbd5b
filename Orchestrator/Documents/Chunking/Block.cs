namespace MctsAspire.Orchestrator.Documents.Chunking;

/// <summary>A part of a text, without white space around it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">First UTF-16 code unit.</param>
/// <param name="End">One past the last UTF-16 code unit.</param>
/// <param name="Level">1 to 6 for a heading, else 0.</param>
internal readonly record struct Block(BlockKind Kind, int Start, int End, int Level = 0);
