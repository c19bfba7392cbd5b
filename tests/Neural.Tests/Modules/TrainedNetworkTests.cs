using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Inference;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Optimizers;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Tests.Modules;

/// <summary>What training ends with is what serving begins with: the predictors give the logits that the trained modules gave.</summary>
public sealed class TrainedNetworkTests
{
    private readonly Tape _tape = new(new SeededRandom(1));

    [Fact]
    public void AGruPredictorGivesTheTrainedModelsLogits()
    {
        var model = new GruClassifier(new GruConfig(Layers: 2), new SeededRandom(1));
        var (sequences, lengths) = (Batches.Features(6 * 5 * 10, 2), new[] { 5, 1, 3, 5, 2, 4 });
        Train(model, () => model.Forward(_tape, sequences, lengths, 6, 5));

        var predicted = new float[18];
        new GruPredictor(model.Config, model.Export()).Predict(sequences, lengths, 6, 5, predicted);
        Agree(predicted, model.Forward(_tape, sequences, lengths, 6, 5));
    }

    [Fact]
    public void ABertPredictorGivesTheAdaptedModelsLogitsFromItsMergedWeights()
    {
        var model = new BertClassifier(Batches.SmallBert with { InitializerRange = 0.2 }, new SeededRandom(1), new LoraConfig());
        var (tokens, types, lengths) = (Batches.Numbers(6 * 5, 30, 2), Batches.Numbers(6 * 5, 2, 3), new[] { 5, 1, 3, 5, 2, 4 });
        Train(model, () => model.Forward(_tape, tokens, types, lengths, 6, 5));

        var predicted = new float[18];
        new BertPredictor(model.Config, model.ExportMerged()).Predict(tokens, types, lengths, 6, 5, predicted);
        Agree(predicted, model.Forward(_tape, tokens, types, lengths, 6, 5));
    }

    private static void Agree(float[] predicted, Tensor expected)
    {
        expected.Values.ToArray().Max(Math.Abs).ShouldBeGreaterThan(0.1f);
        for (var i = 0; i < predicted.Length; i++) predicted[i].ShouldBe(expected.Values[i], 1e-5f);
    }

    /// <summary>A few steps; the tape is left ready for evaluation.</summary>
    private void Train(Model model, Func<Tensor> forward)
    {
        var optimizer = new Adam(model.Parameters, AdamOptions.AdamW);
        for (var step = 0; step < 5; step++)
        {
            _tape.Start(training: true);
            _tape.Backward(_tape.CrossEntropy(forward(), [0, 1, 2, 1, 0, 2]));
            optimizer.Step(1e-2);
        }

        _tape.Start(training: false);
    }
}
