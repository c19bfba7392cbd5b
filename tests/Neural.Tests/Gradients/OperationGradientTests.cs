using FsCheck;
using FsCheck.Xunit;
using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;
using static MctsAspire.Neural.Tests.Gradients.GradientCheck;

namespace MctsAspire.Neural.Tests.Gradients;

/// <summary>Every operation's gradient against finite differences, for shapes of all kinds: single values, odd lengths, more than a vector.</summary>
public sealed class OperationGradientTests
{
    private readonly SeededRandom _random = new(1);

    [Property(MaxTest = 12)]
    public void OfALinearLayer(byte rows, byte inputs, byte outputs)
    {
        var (x, w, b) = (Random(_random, Size(rows, 6), Size(inputs, 20)), Random(_random, Size(outputs, 20), Size(inputs, 20)), Random(_random, 1, Size(outputs, 20)));
        Check(tape => tape.Linear(x, w, b), x, w, b);
        Check(tape => tape.Linear(x, w), x, w);
    }

    [Property(MaxTest = 12)]
    public void OfASum(byte rows, byte columns)
    {
        var (a, b) = (Random(_random, Size(rows, 6), Size(columns, 20)), Random(_random, Size(rows, 6), Size(columns, 20)));
        Check(tape => tape.Add(a, b, -2.5f), a, b);
    }

    [Fact]
    public void OfATensorThatIsUsedMoreThanOnce()
    {
        var (x, w) = (Random(_random, 3, 5), Random(_random, 5, 5));
        Check(tape => tape.Add(tape.Add(x, tape.Linear(x, w)), tape.Gelu(tape.Linear(x, w))), x, w);
    }

    [Property(MaxTest = 12)]
    public void OfDropout(byte rows, byte columns)
    {
        var x = Random(_random, Size(rows, 6), Size(columns, 20));
        Check(tape => tape.Dropout(x, 0.4), x);
    }

    [Property(MaxTest = 12)]
    public void OfLayerNormalisation(byte rows, byte columns)
    {
        var size = 1 + Size(columns, 20);
        var (x, w, b) = (Random(_random, Size(rows, 6), size), Random(_random, 1, size), Random(_random, 1, size));
        // Two values that happen to be equal have a steep slope, which differences can't follow: a large epsilon flattens it.
        Check(tape => tape.LayerNorm(x, w, b, 0.1), x, w, b);
    }

    [Property(MaxTest = 12)]
    public void OfGelu(byte rows, byte columns)
    {
        var x = Random(_random, Size(rows, 6), Size(columns, 20));
        Check(tape => tape.Gelu(x), x);
    }

    [Property(MaxTest = 12)]
    public void OfGeluByTheHyperbolicTangent(byte rows, byte columns)
    {
        var x = Random(_random, Size(rows, 6), Size(columns, 20));
        Check(tape => tape.Activate(x, HiddenActivation.GeluTanh), x);
    }

    [Property(MaxTest = 12)]
    public void OfRelu(byte rows, byte columns)
    {
        // Near its corner differences can't follow the slope.
        var x = Random(_random, Size(rows, 6), Size(columns, 20));
        foreach (ref var value in x.Values)
            value += value < 0 ? -0.1f : 0.1f;
        Check(tape => tape.Activate(x, HiddenActivation.Relu), x);
    }

    [Property(MaxTest = 12)]
    public void OfTanh(byte rows, byte columns)
    {
        var x = Random(_random, Size(rows, 6), Size(columns, 20));
        Check(tape => tape.Tanh(x), x);
    }

    [Property(MaxTest = 12)]
    public void OfSoftmax(byte rows, byte columns)
    {
        var x = Random(_random, Size(rows, 6), Size(columns, 20));
        Check(tape => tape.Softmax(x), x);
    }

    [Property(MaxTest = 12)]
    public void OfCrossEntropy(byte rows, byte classes)
    {
        var x = Random(_random, Size(rows, 6), 1 + Size(classes, 9));
        var labels = Enumerable.Range(0, x.Rows).Select(_ => _random.Next(x.Columns)).ToArray();
        Check(tape => tape.CrossEntropy(x, labels), x);
    }

    [Property(MaxTest = 12)]
    public void OfRowsTakenMoreThanOnce(byte rows, byte columns, byte count)
    {
        var table = Random(_random, Size(rows, 6), Size(columns, 20));
        var ids = Enumerable.Range(0, Size(count, 12)).Select(_ => _random.Next(table.Rows)).ToArray();
        Check(tape => tape.Rows(table, ids), table);
    }

    [Property(MaxTest = 10)]
    public void OfAttention(byte heads, byte headSize, byte first, byte second, bool dropout)
    {
        var (count, size) = (Size(heads, 3), Size(headSize, 9));
        int[] starts = [0, Size(first, 6), Size(first, 6) + Size(second, 6)];
        var (q, k, v) = (Random(_random, starts[^1], count * size), Random(_random, starts[^1], count * size), Random(_random, starts[^1], count * size));
        Check(tape => tape.Attention(q, k, v, starts, count, dropout ? 0.3 : 0), q, k, v);
    }

    [Property(MaxTest = 10)]
    public void OfAGatedRecurrentUnit(byte steps, byte batch, byte inputs, byte hidden)
    {
        var (size, width) = (Size(hidden, 18), Size(inputs, 7));
        var x = Random(_random, Size(steps, 5) * Size(batch, 4), width);
        var weights = new GruWeights(Random(_random, 3 * size, width), Random(_random, 3 * size, size), Random(_random, 1, 3 * size), Random(_random, 1, 3 * size));
        Check(tape => tape.Gru(x, weights, Size(batch, 4)), x, weights.Input, weights.Hidden, weights.InputBias, weights.HiddenBias);
    }

    private static int Size(byte any, int most) => 1 + (any % most);
}
