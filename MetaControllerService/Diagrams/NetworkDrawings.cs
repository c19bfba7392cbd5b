using System.Globalization;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Diagrams;

/// <summary>The drawings of both networks as they are made by default. Shapes and counts are those of the modules' own tensors.</summary>
internal static class NetworkDrawings
{
    private const string Probabilities = "3 probabilities: hrm, trm, mcts";

    /// <summary>All drawings with the names of their files.</summary>
    public static IReadOnlyList<(string Name, string Drawing)> All() =>
    [
        ("rnn_meta_controller.svg", Gru(new GruConfig())),
        ("bert_meta_controller.svg", Bert(BertConfig.Mini with { NumLabels = AgentNames.Count }, new LoraConfig())),
    ];

    /// <summary>A GRU.</summary>
    public static string Gru(GruConfig config)
    {
        var weights = new GruClassifier(config, new SeededRandom(0)).Export();
        return NetworkDiagram.Draw("RNN meta-controller", "GRU over the states of the run so far, then a linear layer",
        [
            new("States of the run", [$"{config.InputSize} numbers each, from 0 to 1; the oldest state first"], $"states × {config.InputSize}", []),
            new($"GRU, {Count(config.Layers, "layer")}", ["The hidden state after the last state goes on."], $"{config.HiddenSize}", TensorGroup.Of(weights, "gru.")),
            new($"Dropout {Text(config.Dropout)}", ["in training alone"], $"{config.HiddenSize}", []),
            new("Linear", [], $"{config.Classes} logits", TensorGroup.Of(weights, "fc.")),
            new("Softmax", [Probabilities], "", []),
        ]);
    }

    /// <summary>A BERT classifier with LoRA.</summary>
    public static string Bert(BertConfig config, LoraConfig lora)
    {
        var weights = new BertClassifier(config, new SeededRandom(0), lora).Export();
        var adapted = new ModelWeights();
        var own = new ModelWeights();
        foreach (var tensor in weights.Tensors)
            (tensor.Name.Contains(".lora_", StringComparison.Ordinal) ? adapted : own).Add(tensor);
        var hidden = $"tokens × {config.HiddenSize}";
        return NetworkDiagram.Draw("BERT meta-controller", $"{Count(config.NumHiddenLayers, "layer")} of {config.HiddenSize} with {config.NumAttentionHeads} heads",
        [
            new("Tokenizer", ["The last state in words, cut into word pieces: [CLS] agent state features : hrm confidence : ... [SEP]"], "token numbers", []),
            new("Embeddings", [$"word, position (at most {config.MaxPositionEmbeddings}) and type, added and normalised"], hidden, TensorGroup.Of(own, "bert.embeddings.")),
            new(
                $"Encoder, {Count(config.NumHiddenLayers, "layer")}",
                [$"attention of {config.NumAttentionHeads} heads, {config.HiddenAct} in between, normalised after each; dropout {Text(config.HiddenDropoutProb)} in training"],
                hidden,
                TensorGroup.Of(own, "bert.encoder.layer.")),
            new(
                "within each layer: LoRA on query and value",
                [$"r = {lora.Rank}, alpha = {Text(lora.Alpha)}, dropout {Text(lora.Dropout)}; W + alpha/r · B · A, merged into W for serving"],
                hidden,
                TensorGroup.Of(adapted, "bert.encoder.layer.")) { IsWithin = true },
            new("Pooler", ["the first token's state, tanh"], $"{config.HiddenSize}", TensorGroup.Of(own, "bert.pooler.")),
            new("Classifier", [$"dropout {Text(config.ClassifierDropout ?? config.HiddenDropoutProb)} in training"], $"{config.Classes} logits", TensorGroup.Of(own, "classifier.")),
            new("Softmax", [Probabilities], "", []),
        ]);
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
