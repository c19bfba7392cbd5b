using MctsAspire.Neural.Inference;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tests.Kernels;
using MctsAspire.Neural.Weights;
using MctsAspire.Testing;

namespace MctsAspire.Neural.Tests.Inference;

public sealed class GruPredictorTests
{
    [RequiresTheory("python:torch")]
    [InlineData(10, 64, 1, 3, 1, 1)]
    [InlineData(10, 64, 1, 3, 1, 40)]
    [InlineData(10, 64, 1, 3, 100, 10)]
    [InlineData(7, 37, 3, 5, 1, 70)]
    [InlineData(7, 37, 3, 5, 33, 9)]
    [InlineData(3, 5, 2, 2, 4, 6)]
    public async Task LogitsAreTorchs(int inputs, int hidden, int layers, int classes, int batch, int length)
    {
        var config = new GruConfig(inputs, hidden, layers, 0.1, classes);
        var weights = RandomNetworks.Gru(config);
        var sequences = Array.ConvertAll(Sets.Values(batch * length * inputs, 2), value => value * 2);
        var random = new Random(3);
        int[] lengths = [.. Enumerable.Range(0, batch).Select(i => i == 0 ? length : random.Next(1, length + 1))];

        var expected = await Torch.PredictAsync(
            "rnn", config.ToJson(), weights, new NamedTensor("sequences", [batch, length, inputs], sequences), new NamedTensor("lengths", [batch], Array.ConvertAll(lengths, i => (float)i)));
        foreach (var kernels in KernelSet.Supported())
        {
            var logits = new float[batch * classes];
            new GruPredictor(config, weights, kernels).Predict(sequences, lengths, batch, length, logits);
            for (var i = 0; i < logits.Length; i++)
                ((double)logits[i]).ShouldBe(expected[i], 1e-5, $"sequence {i / classes}, class {i % classes}, panels of {kernels.PanelWidth}");
        }
    }

    [Fact]
    public void ASequenceHasTheSameBitsAloneAndInABatchAndPadded()
    {
        const int batch = 40, length = 50, inputs = 10;
        var config = new GruConfig(Layers: 2);
        var predictor = new GruPredictor(config, RandomNetworks.Gru(config));
        var sequences = Sets.Values(batch * length * inputs, 4);
        int[] lengths = [.. Enumerable.Range(0, batch).Select(i => 1 + (i * 7 % length))];
        var together = new float[batch * 3];
        predictor.Predict(sequences, lengths, batch, length, together);
        for (var i = 0; i < batch; i++)
        {
            var alone = new float[3];
            predictor.Predict(sequences.AsSpan(i * length * inputs, lengths[i] * inputs), 1, lengths[i], alone);
            alone.ShouldBe(together[(i * 3)..((i * 3) + 3)]);
        }
    }

    [Fact]
    public void APredictionAllocatesNothing()
    {
        var config = new GruConfig();
        var predictor = new GruPredictor(config, RandomNetworks.Gru(config));
        var (sequences, logits) = (Sets.Values(70 * 10 * 10, 5), new float[70 * 3]);
        void Predict()
        {
            predictor.Predict(sequences.AsSpan(0, 10), 1, 1, logits.AsSpan(0, 3));
            predictor.Predict(sequences.AsSpan(0, 100), 1, 10, logits.AsSpan(0, 3));
            predictor.Predict(sequences, 70, 10, logits);
        }

        Allocations.ShouldBeNone(Predict);
    }

    [Fact]
    public async Task CallsAtTheSameTimeDoNotDisturbEachOther()
    {
        var config = new GruConfig();
        var predictor = new GruPredictor(config, RandomNetworks.Gru(config));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var sequences = Sets.Values(5 * 10 * 10, seed);
            var (first, again) = (new float[15], new float[15]);
            predictor.Predict(sequences, 5, 10, first);
            for (var i = 0; i < 500; i++)
            {
                predictor.Predict(sequences, 5, 10, again);
                again.ShouldBe(first);
            }
        })));
    }

    [Fact]
    public void WeightsOfAnotherArchitectureAreRefusedByName()
    {
        var weights = RandomNetworks.Gru(new GruConfig());
        Should.Throw<ModelFormatException>(() => new GruPredictor(new GruConfig(HiddenSize: 32), weights)).Message.ShouldContain("gru.weight_ih_l0");
        Should.Throw<ModelFormatException>(() => new GruPredictor(new GruConfig(Layers: 2), weights)).Message.ShouldContain("gru.weight_ih_l1");
        Should.Throw<ModelFormatException>(() => new GruPredictor(new GruConfig(Classes: 4), weights)).Message.ShouldContain("fc.weight");
    }

    [Fact]
    public void InputsThatDoNotFitAreRefused()
    {
        var config = new GruConfig();
        var predictor = new GruPredictor(config, RandomNetworks.Gru(config));
        Should.Throw<ArgumentException>(() => predictor.Predict(new float[11], 1, 1, new float[3])).ParamName.ShouldBe("sequences");
        Should.Throw<ArgumentException>(() => predictor.Predict(new float[10], 1, 1, new float[2])).ParamName.ShouldBe("logits");
        Should.Throw<ArgumentException>(() => predictor.Predict(new float[10], 1, 0, new float[3])).ParamName.ShouldBe("length");
        Should.Throw<ArgumentException>(() => predictor.Predict(new float[40], [1, 3], 2, 2, new float[6])).Message.ShouldContain("lengths[1] is 3");
        Should.Throw<ArgumentException>(() => predictor.Predict(new float[40], [1], 2, 2, new float[6])).ParamName.ShouldBe("lengths");
    }
}
