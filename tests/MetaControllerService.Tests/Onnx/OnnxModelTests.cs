using MctsAspire.MetaControllerService.Onnx;
using MctsAspire.Neural.Inference;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Onnx;

/// <summary>Exported networks say the same in ONNX Runtime as in this service.</summary>
public sealed class OnnxModelTests : IDisposable
{
    private const float Tolerance = 1e-5f;

    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly string _file = Path.GetTempFileName();

    [RequiresTheory("node", "npm:neural")]
    [InlineData(64, 1)]
    [InlineData(7, 3)]
    public async Task AGruGivesTheSameProbabilitiesInOnnxRuntime(int hidden, int layers)
    {
        var config = new GruConfig(HiddenSize: hidden, Layers: layers);
        var weights = RandomWeights.Gru(config, seed: 1);
        Write(file => OnnxModel.WriteGru(config, weights, NoMetadata, file));
        var predictor = new GruPredictor(config, weights);
        using var runtime = new OnnxRuntime();
        var random = new Random(2);

        foreach (var (batch, length) in new[] { (1, 1), (1, 10), (5, 3), (32, 2) })
        {
            var features = Enumerable.Range(0, batch * length * config.InputSize).Select(_ => random.NextSingle()).ToArray();
            var logits = new float[batch * config.Classes];
            predictor.Predict(features, batch, length, logits);

            var there = await runtime.RunAsync(_file, ("features", "float32", [batch, length, config.InputSize], features));

            there["logits"].ShouldBe(logits, Tolerance);
            there["probabilities"].ShouldBe(Softmax(logits, config.Classes), Tolerance);
        }
    }

    [RequiresTheory("node", "npm:neural")]
    [InlineData(4, 256, 4)]
    [InlineData(1, 24, 3)]
    [InlineData(4, 256, 4, "relu")]
    [InlineData(4, 256, 4, "gelu_new")]
    public async Task ABertGivesTheSameProbabilitiesInOnnxRuntimeWhateverTheLengths(int layers, int size, int heads, string activation = "gelu")
    {
        var config = new BertConfig
        {
            VocabSize = 50, HiddenSize = size, NumHiddenLayers = layers, NumAttentionHeads = heads, IntermediateSize = 4 * size,
            MaxPositionEmbeddings = 64, NumLabels = 3, HiddenAct = activation,
        };
        var weights = RandomWeights.Bert(config, seed: 3);
        Write(file => OnnxModel.WriteBert(config, weights, NoMetadata, file));
        var predictor = new BertPredictor(config, weights);
        using var runtime = new OnnxRuntime();
        var random = new Random(4);

        foreach (var (length, lengths) in new[] { (1, new[] { 1 }), (64, [64]), (16, [16, 3, 9]) })
        {
            var ids = Enumerable.Range(0, lengths.Length * length).Select(_ => random.Next(config.VocabSize)).ToArray();
            var logits = new float[lengths.Length * config.Classes];
            predictor.Predict(ids, lengths, lengths.Length, length, logits);

            int[] shape = [lengths.Length, length];
            var there = await runtime.RunAsync(
                _file,
                ("input_ids", "int64", shape, [.. ids.Select(id => (float)id)]),
                ("attention_mask", "int64", shape, [.. lengths.SelectMany(tokens => Enumerable.Range(0, length).Select(place => place < tokens ? 1f : 0f))]),
                ("token_type_ids", "int64", shape, new float[ids.Length]));

            there["probabilities"].ShouldBe(Softmax(logits, config.Classes), Tolerance);
        }
    }

    [Fact]
    public void TheSameNetworkIsWrittenAsTheSameBytes()
    {
        var config = new GruConfig();
        var weights = RandomWeights.Gru(config, seed: 5);
        using var first = new MemoryStream();
        using var second = new MemoryStream();

        OnnxModel.WriteGru(config, weights, new Dictionary<string, string> { ["version"] = "a", ["type"] = "rnn" }, first);
        OnnxModel.WriteGru(config, weights, new Dictionary<string, string> { ["type"] = "rnn", ["version"] = "a" }, second);

        second.ToArray().ShouldBe(first.ToArray());
    }

    [Fact]
    public void WeightsOfAnotherArchitectureAreRefusedByName() =>
        Should.Throw<ModelFormatException>(() => OnnxModel.WriteGru(new GruConfig(Layers: 2), RandomWeights.Gru(new GruConfig(), seed: 6), NoMetadata, Stream.Null))
            .Message.ShouldContain("gru.bias_ih_l1");

    public void Dispose() => File.Delete(_file);

    private void Write(Action<Stream> write)
    {
        using var file = File.Create(_file);
        write(file);
    }

    private static float[] Softmax(float[] logits, int classes) => [.. logits.Chunk(classes).SelectMany(row =>
    {
        var powers = row.Select(logit => Math.Exp(logit - row.Max())).ToArray();
        return powers.Select(power => (float)(power / powers.Sum()));
    })];
}
