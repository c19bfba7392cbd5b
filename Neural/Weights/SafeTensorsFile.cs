namespace MctsAspire.Neural.Weights;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Weights">Its floating-point tensors as float32, in the order of their place in the file.</param>
/// <param name="Metadata">Its <c>__metadata__</c>; empty when it has none.</param>
/// <param name="Skipped">Names of the tensors that hold integers, such as the position numbers of older BERT checkpoints.</param>
public sealed record SafeTensorsFile(ModelWeights Weights, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> Skipped);
