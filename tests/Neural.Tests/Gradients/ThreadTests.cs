using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Tensors;
using static MctsAspire.Neural.Tests.Gradients.GradientCheck;

namespace MctsAspire.Neural.Tests.Gradients;

/// <summary>Results and gradients have the same bits for any number of threads, on shapes large enough to be shared out.</summary>
public sealed class ThreadTests
{
    private readonly SeededRandom _random = new(5);

    [Fact]
    public void AFeedForwardLayerWithNormalisationAndDropout()
    {
        var (x, w, b) = (Random(_random, 213, 131), Random(_random, 257, 131), Random(_random, 1, 257));
        var (g, c) = (Random(_random, 1, 257), Random(_random, 1, 257));
        CheckThreads(tape => tape.LayerNorm(tape.Dropout(tape.Gelu(tape.Linear(x, w, b)), 0.2), g, c, 1e-5), x, w, b, g, c);
    }

    [Fact]
    public void Attention()
    {
        var (q, k, v) = (Random(_random, 150, 96), Random(_random, 150, 96), Random(_random, 150, 96));
        CheckThreads(tape => tape.Attention(q, k, v, [0, 40, 41, 150], 4, 0.1), q, k, v);
    }

    [Fact]
    public void AGatedRecurrentUnit()
    {
        var x = Random(_random, 9 * 64, 33);
        var weights = new GruWeights(Random(_random, 384, 33), Random(_random, 384, 128), Random(_random, 1, 384), Random(_random, 1, 384));
        CheckThreads(tape => tape.Gru(x, weights, 64), x, weights.Input, weights.Hidden, weights.InputBias, weights.HiddenBias);
    }
}
