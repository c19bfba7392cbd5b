using MctsAspire.Neural.Inference;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tests.Kernels;
using MctsAspire.Neural.Weights;
using MctsAspire.Testing;

namespace MctsAspire.Neural.Tests.Inference;

public sealed class BertPredictorTests
{
    private static readonly BertConfig Mini = BertConfig.Mini with { VocabSize = 500, NumLabels = 3 };

    private static readonly BertConfig Odd = new()
    {
        VocabSize = 50, HiddenSize = 42, NumHiddenLayers = 2, NumAttentionHeads = 3, IntermediateSize = 77, MaxPositionEmbeddings = 200, NumLabels = 5, TypeVocabSize = 3,
    };

    [RequiresTheory("python:torch")]
    [InlineData(true, 1, 64)]
    [InlineData(true, 8, 64)]
    [InlineData(true, 70, 20)]
    [InlineData(false, 1, 1)]
    [InlineData(false, 9, 170)]
    [InlineData(true, 8, 64, "relu")]
    [InlineData(false, 3, 20, "relu")]
    [InlineData(true, 8, 64, "gelu_new")]
    [InlineData(false, 3, 20, "gelu_pytorch_tanh")]
    public async Task LogitsAreTorchs(bool mini, int batch, int length, string activation = "gelu")
    {
        var config = (mini ? Mini : Odd) with { HiddenAct = activation };
        var weights = RandomNetworks.Bert(config);
        var (tokens, types, lengths) = Batch(config, batch, length);
        static float[] Floats(int[] values) => Array.ConvertAll(values, value => (float)value);
        var expected = await Torch.PredictAsync(
            "bert", config.ToJson(), weights, new NamedTensor("tokens", [batch, length], Floats(tokens)), new NamedTensor("types", [batch, length], Floats(types)), new NamedTensor("lengths", [batch], Floats(lengths)));
        using var team = new WorkerTeam(2);
        foreach (var kernels in KernelSet.Supported())
        {
            var logits = new float[batch * config.Classes];
            new BertPredictor(config, weights, team, kernels).Predict(tokens, types, lengths, batch, length, logits);
            for (var i = 0; i < logits.Length; i++)
                ((double)logits[i]).ShouldBe(expected[i], 1e-4, $"sequence {i / config.Classes}, class {i % config.Classes}, panels of {kernels.PanelWidth}");
        }
    }

    [Fact]
    public void ASequenceHasTheSameBitsAloneAndInABatchAndOnAnyNumberOfThreads()
    {
        const int batch = 11, length = 90;
        var weights = RandomNetworks.Bert(Odd);
        var (tokens, types, lengths) = Batch(Odd, batch, length);
        var alone = new float[batch * 5];
        var single = new BertPredictor(Odd, weights);
        for (var i = 0; i < batch; i++)
        {
            var own = (i * length)..((i * length) + lengths[i]);
            single.Predict(tokens.AsSpan()[own], types.AsSpan()[own], [], 1, lengths[i], alone.AsSpan(i * 5, 5));
        }

        foreach (var threads in new[] { 1, 2, 3 })
        {
            using var team = new WorkerTeam(threads);
            var together = new float[batch * 5];
            new BertPredictor(Odd, weights, team).Predict(tokens, types, lengths, batch, length, together);
            together.ShouldBe(alone);
        }
    }

    [Fact]
    public void WhatStandsBehindASequenceIsNotLookedAt()
    {
        var predictor = new BertPredictor(Odd, RandomNetworks.Bert(Odd));
        var (short3, padded) = (new float[5], new float[5]);
        predictor.Predict([1, 2, 3], [], 1, 3, short3);
        predictor.Predict([1, 2, 3, -7, 1_000_000], [3], 1, 5, padded);
        padded.ShouldBe(short3);
    }

    [Fact]
    public void OlderNamesOfTensorsAreRead()
    {
        var (weights, older, bare) = (RandomNetworks.Bert(Odd), new ModelWeights(), new ModelWeights());
        foreach (var tensor in weights.Tensors)
        {
            var name = tensor.Name.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal);
            older.Add(name, tensor.Shape, tensor.Values);
            bare.Add(name.Replace("bert.", "", StringComparison.Ordinal), tensor.Shape, tensor.Values);
        }

        var logits = new[] { weights, older, bare }.Select(each =>
        {
            var result = new float[5];
            new BertPredictor(Odd, each).Predict([4, 5, 6], [], 1, 3, result);
            return result;
        }).ToArray();
        logits[1].ShouldBe(logits[0]);
        logits[2].ShouldBe(logits[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void APredictionAllocatesNothing(int threads)
    {
        using var team = new WorkerTeam(threads);
        var predictor = new BertPredictor(Odd, RandomNetworks.Bert(Odd), team);
        var (tokens, types, lengths) = Batch(Odd, 20, 30);
        var logits = new float[20 * 5];
        Allocations.ShouldBeNone(() =>
        {
            predictor.Predict(tokens, types, lengths, 20, 30, logits);
            predictor.Predict(tokens.AsSpan(0, 30), [], 1, 30, logits.AsSpan(0, 5));
        });
    }

    [Fact]
    public async Task CallsAtTheSameTimeDoNotDisturbEachOther()
    {
        using var team = new WorkerTeam(2);
        var predictor = new BertPredictor(Odd, RandomNetworks.Bert(Odd), team);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var (tokens, types, lengths) = Batch(Odd, 6, 20 + seed);
            var (first, again) = (new float[30], new float[30]);
            predictor.Predict(tokens, types, lengths, 6, 20 + seed, first);
            for (var i = 0; i < 100; i++)
            {
                predictor.Predict(tokens, types, lengths, 6, 20 + seed, again);
                again.ShouldBe(first);
            }
        })));
    }

    [Fact]
    public void WeightsOfAnotherArchitectureAreRefusedByName()
    {
        var weights = RandomNetworks.Bert(Odd);
        Should.Throw<ModelFormatException>(() => new BertPredictor(Odd with { NumHiddenLayers = 3 }, weights)).Message.ShouldContain("bert.encoder.layer.2.attention");
        Should.Throw<ModelFormatException>(() => new BertPredictor(Odd with { VocabSize = 51 }, weights)).Message.ShouldContain("word_embeddings");
        Should.Throw<ModelFormatException>(() => new BertPredictor(Odd with { NumLabels = 4 }, weights)).Message.ShouldContain("classifier.weight");
    }

    [Fact]
    public void InputsThatDoNotFitAreRefused()
    {
        var predictor = new BertPredictor(Odd, RandomNetworks.Bert(Odd));
        var logits = new float[5];
        Should.Throw<ArgumentException>(() => predictor.Predict([1, 50], [], 1, 2, logits)).Message.ShouldContain("tokenIds[1] is 50; it must be from 0 to 49");
        Should.Throw<ArgumentException>(() => predictor.Predict([1, -1], [], 1, 2, logits)).Message.ShouldContain("tokenIds[1] is -1");
        Should.Throw<ArgumentException>(() => predictor.Predict([1, 2], [0, 3], [], 1, 2, logits)).Message.ShouldContain("tokenTypes[1] is 3");
        Should.Throw<ArgumentException>(() => predictor.Predict([1, 2], [3], 1, 2, logits)).Message.ShouldContain("lengths[0] is 3; it must be from 1 to 2");
        Should.Throw<ArgumentException>(() => predictor.Predict(new int[201], [], 1, 201, logits)).ParamName.ShouldBe("length");
        Should.Throw<ArgumentException>(() => predictor.Predict([1, 2], [], 1, 2, new float[4])).ParamName.ShouldBe("logits");
    }

    private static (int[] Tokens, int[] Types, int[] Lengths) Batch(BertConfig config, int batch, int length)
    {
        var random = new Random(batch + length);
        int[] lengths = [.. Enumerable.Range(0, batch).Select(i => i == 0 ? length : random.Next(1, length + 1))];
        return (Numbers(config.VocabSize), Numbers(config.TypeVocabSize), lengths);

        int[] Numbers(int limit) => [.. Enumerable.Range(0, batch * length).Select(_ => random.Next(limit))];
    }
}
