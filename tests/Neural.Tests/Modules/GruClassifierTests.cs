using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Tests.Modules;

public sealed class GruClassifierTests
{
    private readonly Tape _tape = new(new SeededRandom(1));

    [Fact]
    public void ItsParametersHavePyTorchsNamesAndShapes()
    {
        var model = new GruClassifier(new GruConfig(Layers: 2), new SeededRandom(1));
        model.Parameters.Select(parameter => $"{parameter.Name} {string.Join("x", parameter.Shape)}").ShouldBe(
        [
            "gru.weight_ih_l0 192x10", "gru.weight_hh_l0 192x64", "gru.bias_ih_l0 192", "gru.bias_hh_l0 192",
            "gru.weight_ih_l1 192x64", "gru.weight_hh_l1 192x64", "gru.bias_ih_l1 192", "gru.bias_hh_l1 192",
            "fc.weight 3x64", "fc.bias 3",
        ]);
    }

    [Fact]
    public void InitialValuesAreEvenlyDistributedWithinPyTorchsBounds()
    {
        var model = new GruClassifier(new GruConfig(), new SeededRandom(1));
        foreach (var parameter in model.Parameters)
        {
            // 1/√64 for all of them.
            parameter.Tensor.Values.ToArray().ShouldAllBe(value => Math.Abs(value) <= 0.125f);
        }

        model.Parameters[1].Tensor.Values.ToArray().Max(Math.Abs).ShouldBeGreaterThan(0.12f);
    }

    [Fact]
    public void TheSameSeedGivesTheSameModel()
    {
        float[] First(ulong seed) => new GruClassifier(new GruConfig(), new SeededRandom(seed)).Parameters[0].Tensor.Values.ToArray();
        First(5).ShouldBe(First(5));
        First(5).ShouldNotBe(First(6));
    }

    [Fact]
    public void WhatLiesBehindASequencesEndDoesNotMatter()
    {
        var model = new GruClassifier(new GruConfig(Layers: 2), new SeededRandom(1));
        var sequences = Batches.Features(2 * 5 * 10, 3);
        float[] Logits(int[] lengths, float[] values)
        {
            _tape.Start(training: false);
            return model.Forward(_tape, values, lengths, 2, 5).Values.ToArray();
        }

        var expected = Logits([2, 5], sequences);
        sequences.AsSpan(2 * 10, 3 * 10).Fill(77);
        Logits([2, 5], sequences).ShouldBe(expected);
        Logits([], sequences)[..3].ShouldNotBe(expected[..3]);
    }

    [Fact]
    public void ExportedWeightsGiveTheSameModel()
    {
        var model = new GruClassifier(new GruConfig(), new SeededRandom(1));
        var copy = new GruClassifier(new GruConfig(), new SeededRandom(2), model.Export());
        foreach (var (actual, expected) in copy.Parameters.Zip(model.Parameters)) actual.Tensor.Values.ToArray().ShouldBe(expected.Tensor.Values.ToArray());
    }

    [Fact]
    public void WeightsOfAnotherArchitectureAreRefusedByName()
    {
        var weights = new GruClassifier(new GruConfig(HiddenSize: 32), new SeededRandom(1)).Export();
        Should.Throw<ModelFormatException>(() => new GruClassifier(new GruConfig(), new SeededRandom(1), weights)).Message.ShouldContain("'gru.weight_ih_l0' has the shape [96, 10], expected: [192, 10]");
        Should.Throw<ModelFormatException>(() => new GruClassifier(new GruConfig(Layers: 2, HiddenSize: 32), new SeededRandom(1), weights)).Message.ShouldContain("'gru.weight_ih_l1'");
    }

    [Fact]
    public void LoadingWeightsThatLackOneChangesNothing()
    {
        var model = new GruClassifier(new GruConfig(), new SeededRandom(1));
        var before = model.Parameters[0].Tensor.Values.ToArray();
        var partial = new ModelWeights();
        partial.Add("gru.weight_ih_l0", [192, 10], new float[1920]);
        Should.Throw<ModelFormatException>(() => model.Load(partial));
        model.Parameters[0].Tensor.Values.ToArray().ShouldBe(before);
    }

    [Theory]
    [InlineData(2, 5, 99, "99 values")]
    [InlineData(0, 5, 0, "at least one sequence")]
    [InlineData(2, 0, 0, "at least one step")]
    public void ABatchThatDoesNotFitIsRefused(int batch, int length, int values, string expected)
    {
        var model = new GruClassifier(new GruConfig(), new SeededRandom(1));
        _tape.Start(training: false);
        Should.Throw<ArgumentException>(() => model.Forward(_tape, new float[values], [], batch, length)).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void ALengthOutOfRangeIsRefused(int length)
    {
        var model = new GruClassifier(new GruConfig(), new SeededRandom(1));
        _tape.Start(training: false);
        Should.Throw<ArgumentOutOfRangeException>(() => model.Forward(_tape, new float[100], [5, length], 2, 5)).Message.ShouldContain("from 1 to 5");
    }
}
