using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Optimizers;
using MctsAspire.Neural.Tensors;
using MctsAspire.Testing;

namespace MctsAspire.Neural.Tests.Reference;

/// <summary>The same weights on the same batches as PyTorch: logits, gradients, and every loss of a run of 100 steps.</summary>
public sealed class TorchParityTests
{
    private const int Steps = 100;

    private readonly Tape _tape = new(new SeededRandom(1));

    [RequiresTheory("python:torch")]
    [InlineData(1, 64)]
    [InlineData(2, 24)]
    public async Task AGruClassifierFollowsPyTorch(int layers, int hidden)
    {
        var run = await TorchRun.OfAsync("gru.py", $"{layers}", $"{hidden}", $"{Steps}");
        var model = new GruClassifier(new GruConfig(HiddenSize: hidden, Layers: layers, Dropout: 0), new SeededRandom(1), run.Weights);
        Follow(run, model, new Adam(model.Parameters, AdamOptions.Adam), 1e-2, null, 1e-5f,
            step => model.Forward(_tape, run.Batch(step, "sequences"), run.Numbers(step, "lengths"), 32, 7));
    }

    [RequiresTheory("python:torch")]
    [InlineData("gelu", Steps)]
    [InlineData("gelu_new", 30)]
    [InlineData("relu", 30)]
    public async Task ABertClassifierFollowsPyTorch(string activation, int steps)
    {
        var run = await TorchRun.OfAsync("bert.py", $"{steps}", activation);
        var config = BertConfig.Mini with
        {
            VocabSize = 100, MaxPositionEmbeddings = 32, NumLabels = 3, HiddenDropoutProb = 0, AttentionProbsDropoutProb = 0, HiddenAct = activation,
        };
        var model = new BertClassifier(config, new SeededRandom(1), weights: run.Weights);
        Follow(run, model, new Adam(model.Parameters, AdamOptions.AdamW), 2e-4, 1.0, 1e-4f,
            step => model.Forward(_tape, run.Numbers(step, "tokens"), run.Numbers(step, "types"), run.Numbers(step, "lengths"), 4, 8));
    }

    private void Follow(TorchRun run, Model model, Adam optimizer, double learningRate, double? clip, float logitTolerance, Func<int, Tensor> forward)
    {
        for (var step = 0; step < run.Losses.Length; step++)
        {
            _tape.Start(training: true);
            var logits = forward(step);
            var loss = _tape.CrossEntropy(logits, run.Numbers(step, "labels"));
            _tape.Backward(loss);
            if (step == 0)
            {
                run.Logits.Zip(logits.Values.ToArray()).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(logitTolerance);
                TorchRun.ShouldAgree(model.Parameters, run.Gradients, 1e-3, parameter => parameter.Tensor.Gradient.ToArray());
            }

            loss.Values[0].ShouldBe(run.Losses[step], 1e-3f, $"the loss of step {step}");
            if (clip is { } norm) GradientClipping.ByGlobalNorm(model.Parameters, norm);
            optimizer.Step(learningRate);
        }

        run.Losses[^10..].Average().ShouldBeLessThan(run.Losses[..10].Average(), "nothing was learned, so that the losses say little");
        TorchRun.ShouldAgree(model.Parameters, run.Trained, 0.05, parameter => parameter.Tensor.Values.ToArray());
    }
}
