using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Modules;

/// <summary>Draws the values that a parameter begins with.</summary>
/// <param name="random">The source of random numbers.</param>
/// <param name="values">The values to fill.</param>
public delegate void InitialValues(SeededRandom random, Span<float> values);
