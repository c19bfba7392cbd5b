using MctsAspire.Neural.Networks;
using MctsAspire.MetaControllerService.Onnx.Format;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Onnx;

/// <summary>
/// Writes a BERT sequence classifier as an ONNX graph of plain operators: inputs <c>input_ids</c>, <c>attention_mask</c> (1: a token, 0:
/// padding) and <c>token_type_ids</c> (batch × sequence, int64), outputs <c>logits</c> and <c>probabilities</c> (batch × classes).
/// </summary>
internal sealed class BertOnnx
{
    // Added to the scores of padding before the softmax. Far below any score, and finite, so that a row of padding alone makes no NaN.
    private const float Masked = -1e9f;

    private readonly OnnxGraphBuilder _graph = new("bert");
    private readonly BertConfig _config;
    private readonly BertTensors _weights;

    private BertOnnx(BertConfig config, ModelWeights weights)
    {
        _config = config;
        _weights = new(weights);
    }

    public static ModelProto Export(BertConfig config, ModelWeights weights, IReadOnlyDictionary<string, string> metadata) =>
        new BertOnnx(config, weights).Export(metadata);

    private ModelProto Export(IReadOnlyDictionary<string, string> metadata)
    {
        var ids = Input("input_ids");
        var mask = Input("attention_mask");
        var types = Input("token_type_ids");

        var hidden = Embeddings(ids, types);
        var penalty = Penalty(mask);
        for (var layer = 0; layer < _config.NumHiddenLayers; layer++)
            hidden = Layer($"bert.encoder.layer.{layer}", hidden, penalty);

        // The pooler reads the first token only.
        var first = _graph.Add("Gather", [hidden, _graph.Integer(0)], OnnxGraphBuilder.Attribute("axis", 1L));
        var pooled = _graph.Add("Tanh", [Linear("bert.pooler.dense", first, _config.HiddenSize, _config.HiddenSize)]);
        var logits = Linear("classifier", pooled, _config.HiddenSize, _config.Classes);
        _graph.AddNode("Identity", [logits], ["logits"]);
        _graph.AddNode("Softmax", ["logits"], ["probabilities"], OnnxGraphBuilder.Attribute("axis", -1L));
        _graph.Output("logits", "batch", $"{_config.Classes}");
        _graph.Output("probabilities", "batch", $"{_config.Classes}");
        return _graph.Build(metadata);
    }

    private string Input(string name) => _graph.Input(name, TensorProto.Types.DataType.Int64, "batch", "sequence");

    private string Embeddings(string ids, string types)
    {
        var words = _graph.Add("Gather", [Table("word_embeddings", _config.VocabSize), ids]);
        var kinds = _graph.Add("Gather", [Table("token_type_embeddings", _config.TypeVocabSize), types]);

        // As many positions as the sequence has, for every member of the batch.
        var length = _graph.Add("Shape", [ids], OnnxGraphBuilder.Attribute("start", 1L), OnnxGraphBuilder.Attribute("end", 2L));
        var positions = _graph.Add("Slice", [Table("position_embeddings", _config.MaxPositionEmbeddings), _graph.Integers(0), length, _graph.Integers(0)]);

        var sum = _graph.Add("Add", [_graph.Add("Add", [words, kinds]), positions]);
        return Normalized("bert.embeddings.LayerNorm", sum);
    }

    private string Penalty(string mask)
    {
        var present = _graph.Add("Cast", [mask], OnnxGraphBuilder.Attribute("to", (long)TensorProto.Types.DataType.Float));
        var absent = _graph.Add("Sub", [_graph.Scalar("one", 1), present]);
        var penalty = _graph.Add("Mul", [absent, _graph.Scalar("masked", Masked)]);
        return _graph.Add("Unsqueeze", [penalty, _graph.Integers(1, 2)]);
    }

    private string Layer(string name, string hidden, string penalty)
    {
        var attended = Attention($"{name}.attention.self", hidden, penalty);
        var mixed = Linear($"{name}.attention.output.dense", attended, _config.HiddenSize, _config.HiddenSize);
        var attention = Normalized($"{name}.attention.output.LayerNorm", _graph.Add("Add", [mixed, hidden]));

        var wide = Activate(Linear($"{name}.intermediate.dense", attention, _config.HiddenSize, _config.IntermediateSize));
        var narrow = Linear($"{name}.output.dense", wide, _config.IntermediateSize, _config.HiddenSize);
        return Normalized($"{name}.output.LayerNorm", _graph.Add("Add", [narrow, attention]));
    }

    // Scaled dot-product attention (Vaswani et al. 2017, section 3.2).
    private string Attention(string name, string hidden, string penalty)
    {
        var query = Heads($"{name}.query", hidden, 0L, 2L, 1L, 3L);
        var key = Heads($"{name}.key", hidden, 0L, 2L, 3L, 1L);
        var value = Heads($"{name}.value", hidden, 0L, 2L, 1L, 3L);

        var products = _graph.Add("MatMul", [query, key]);
        var scaled = _graph.Add("Mul", [products, _graph.Scalar($"{name}.scale", 1 / MathF.Sqrt(_config.HeadSize))]);
        var shares = _graph.Add("Softmax", [_graph.Add("Add", [scaled, penalty])], OnnxGraphBuilder.Attribute("axis", -1L));
        var context = _graph.Add("MatMul", [shares, value]);

        var joined = _graph.Add("Transpose", [context], OnnxGraphBuilder.Attribute("perm", 0L, 2L, 1L, 3L));
        return _graph.Add("Reshape", [joined, _graph.Integers(0, 0, _config.HiddenSize)]);
    }

    private string Heads(string name, string hidden, params ReadOnlySpan<long> order)
    {
        var flat = Linear(name, hidden, _config.HiddenSize, _config.HiddenSize);

        // 0 keeps the size of the input.
        var split = _graph.Add("Reshape", [flat, _graph.Integers(0, 0, _config.NumAttentionHeads, _config.HeadSize)]);
        return _graph.Add("Transpose", [split], OnnxGraphBuilder.Attribute("perm", order));
    }

    private string Linear(string name, string input, int width, int outputs)
    {
        // MatMul wants the input's size first, PyTorch keeps it last.
        var weight = _weights.Get($"{name}.weight", outputs, width);
        var transposed = new float[weight.Length];
        for (var row = 0; row < outputs; row++)
        {
            for (var column = 0; column < width; column++)
                transposed[(column * outputs) + row] = weight[(row * width) + column];
        }

        var product = _graph.Add("MatMul", [input, _graph.Constant($"{name}.weight", [width, outputs], transposed)]);
        return _graph.Add("Add", [product, _graph.Constant($"{name}.bias", [outputs], _weights.Get($"{name}.bias", outputs))]);
    }

    private string Activate(string input) => _config.Activation switch
    {
        HiddenActivation.Gelu => Gelu(input),
        HiddenActivation.GeluTanh => GeluTanh(input),
        _ => _graph.Add("Relu", [input]),
    };

    // x / 2 · (1 + erf(x / √2)) (Hendrycks and Gimpel 2016).
    private string Gelu(string input)
    {
        var root = _graph.Add("Div", [input, _graph.Scalar("root_of_two", MathF.Sqrt(2))]);
        var share = _graph.Add("Add", [_graph.Add("Erf", [root]), _graph.Scalar("one", 1)]);
        return _graph.Add("Mul", [_graph.Add("Mul", [input, share]), _graph.Scalar("half", 0.5f)]);
    }

    // x / 2 · (1 + tanh(√(2/π) · (x + 0.044715·x³))).
    private string GeluTanh(string input)
    {
        var cube = _graph.Add("Mul", [_graph.Add("Mul", [input, input]), input]);
        var bent = _graph.Add("Add", [input, _graph.Add("Mul", [cube, _graph.Scalar("cubic", 0.044715f)])]);
        var tanh = _graph.Add("Tanh", [_graph.Add("Mul", [bent, _graph.Scalar("root_of_two_over_pi", MathF.Sqrt(2 / MathF.PI))])]);
        return _graph.Add("Mul", [_graph.Add("Mul", [input, _graph.Add("Add", [tanh, _graph.Scalar("one", 1)])]), _graph.Scalar("half", 0.5f)]);
    }

    private string Normalized(string name, string input)
    {
        var size = _config.HiddenSize;
        return _graph.Add(
            "LayerNormalization",
            [input, _graph.Constant($"{name}.weight", [size], _weights.Get($"{name}.weight", size)), _graph.Constant($"{name}.bias", [size], _weights.Get($"{name}.bias", size))],
            OnnxGraphBuilder.Attribute("axis", -1L),
            OnnxGraphBuilder.Attribute("epsilon", (float)_config.LayerNormEps));
    }

    private string Table(string name, int rows)
    {
        var full = $"bert.embeddings.{name}.weight";
        return _graph.Constant(full, [rows, _config.HiddenSize], _weights.Get(full, rows, _config.HiddenSize));
    }
}
