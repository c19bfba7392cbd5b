using MctsAspire.Neural.Networks;
using MctsAspire.MetaControllerService.Onnx.Format;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Onnx;

/// <summary>
/// Writes a GRU classifier as an ONNX graph: input <c>features</c> (batch × sequence × input size, float32), outputs <c>logits</c> and
/// <c>probabilities</c> (batch × classes), both of the last step.
/// </summary>
internal static class GruOnnx
{
    // PyTorch keeps the gates as reset, update, new; ONNX as update, reset, new.
    private static readonly int[] GateOrder = [1, 0, 2];

    public static ModelProto Export(GruConfig config, ModelWeights weights, IReadOnlyDictionary<string, string> metadata)
    {
        var graph = new OnnxGraphBuilder("gru");
        var features = graph.Input("features", TensorProto.Types.DataType.Float, "batch", "sequence", $"{config.InputSize}");

        // ONNX's recurrent operators take the sequence first.
        var steps = graph.Add("Transpose", [features], OnnxGraphBuilder.Attribute("perm", 1L, 0L, 2L));
        var last = "";
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var all = $"hidden_all_{layer}";
            last = $"hidden_last_{layer}";
            AddLayer(graph, config, weights, layer, steps, all, last);
            if (layer < config.Layers - 1)
                steps = graph.Add("Squeeze", [all, graph.Integers(1)]);
        }

        var hidden = graph.Add("Squeeze", [last, graph.Integers(0)]);
        graph.AddNode(
            "Gemm",
            [
                hidden,
                graph.Constant("fc.weight", [config.Classes, config.HiddenSize], weights.Get("fc.weight", config.Classes, config.HiddenSize)),
                graph.Constant("fc.bias", [config.Classes], weights.Get("fc.bias", config.Classes)),
            ],
            ["logits"],
            OnnxGraphBuilder.Attribute("transB", 1L));
        graph.AddNode("Softmax", ["logits"], ["probabilities"], OnnxGraphBuilder.Attribute("axis", -1L));
        graph.Output("logits", "batch", $"{config.Classes}");
        graph.Output("probabilities", "batch", $"{config.Classes}");
        return graph.Build(metadata);
    }

    private static void AddLayer(
        OnnxGraphBuilder graph, GruConfig config, ModelWeights weights, int layer, string input, string all, string last)
    {
        var hidden = config.HiddenSize;
        var width = layer == 0 ? config.InputSize : hidden;

        var bias = new float[6 * hidden];
        Reorder(weights.Get($"gru.bias_ih_l{layer}", 3 * hidden), bias.AsSpan(0, 3 * hidden));
        Reorder(weights.Get($"gru.bias_hh_l{layer}", 3 * hidden), bias.AsSpan(3 * hidden));

        graph.AddNode(
            "GRU",
            [
                input,
                Gates(graph, $"gru.weight_ih_l{layer}", hidden, width, weights),
                Gates(graph, $"gru.weight_hh_l{layer}", hidden, hidden, weights),
                graph.Constant($"gru.bias_l{layer}", [1, 6 * hidden], bias),
            ],
            [all, last],
            OnnxGraphBuilder.Attribute("hidden_size", hidden),

            // PyTorch multiplies by the reset gate after the matrix product.
            OnnxGraphBuilder.Attribute("linear_before_reset", 1L));
    }

    private static string Gates(OnnxGraphBuilder graph, string name, int hidden, int width, ModelWeights weights)
    {
        var reordered = new float[3 * hidden * width];
        Reorder(weights.Get(name, 3 * hidden, width), reordered);
        return graph.Constant(name, [1, 3 * hidden, width], reordered);
    }

    private static void Reorder(ReadOnlySpan<float> gates, Span<float> reordered)
    {
        var size = gates.Length / GateOrder.Length;
        for (var gate = 0; gate < GateOrder.Length; gate++)
            gates.Slice(GateOrder[gate] * size, size).CopyTo(reordered[(gate * size)..]);
    }
}
