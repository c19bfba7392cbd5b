using Google.Protobuf;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Onnx;

/// <summary>
/// Writes a network in the Open Neural Network Exchange format (ONNX IR version 8, operator set 17), for any runtime that reads it.
/// The same network gives the same bytes.
/// </summary>
internal static class OnnxModel
{
    /// <summary>
    /// Writes a GRU classifier: input <c>features</c> (batch × sequence × input size, float32), outputs <c>logits</c> and
    /// <c>probabilities</c> (batch × classes, float32) of the last step of the sequence.
    /// </summary>
    /// <param name="config">The network's sizes.</param>
    /// <param name="weights">Its weights, by PyTorch's names.</param>
    /// <param name="metadata">What is written into the model for people and tools, such as a version.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="ModelFormatException">A weight is missing or has another shape than the configuration says.</exception>
    public static void WriteGru(GruConfig config, ModelWeights weights, IReadOnlyDictionary<string, string> metadata, Stream output) =>
        GruOnnx.Export(config, weights, metadata).WriteTo(output);

    /// <summary>
    /// Writes a BERT sequence classifier: inputs <c>input_ids</c>, <c>attention_mask</c> (1: a token, 0: padding) and
    /// <c>token_type_ids</c> (each batch × sequence, int64), outputs <c>logits</c> and <c>probabilities</c> (batch × classes, float32).
    /// </summary>
    /// <param name="config">The network's sizes.</param>
    /// <param name="weights">Its weights, by Hugging Face's names; LoRA merged.</param>
    /// <param name="metadata">What is written into the model for people and tools, such as a version.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="ModelFormatException">A weight is missing or has another shape than the configuration says.</exception>
    public static void WriteBert(BertConfig config, ModelWeights weights, IReadOnlyDictionary<string, string> metadata, Stream output) =>
        BertOnnx.Export(config, weights, metadata).WriteTo(output);
}
