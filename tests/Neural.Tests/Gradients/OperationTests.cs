using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Tests.Gradients;

public sealed class OperationTests
{
    private readonly Tape _tape = new(new SeededRandom(3));

    public OperationTests() => _tape.Start(training: true);

    [Fact]
    public void GeluIsExactWithinSinglePrecision()
    {
        // x · Φ(x) from tables of the normal distribution.
        float[] x = [-3, -1, 0, 0.5f, 1, 3, 40, -40, 2];
        var y = _tape.Gelu(_tape.Input(x, 1, x.Length)).Values;
        float[] expected = [-0.0040497f, -0.1586553f, 0, 0.3457312f, 0.8413447f, 2.9959503f, 40, 0, 1.9544998f];
        for (var i = 0; i < expected.Length; i++) y[i].ShouldBe(expected[i], 4e-7f * Math.Max(1, Math.Abs(x[i])));
    }

    [Fact]
    public void SoftmaxOfLargeValuesDoesNotOverflow()
    {
        var y = _tape.Softmax(_tape.Input([1000, 1000, -1000], 1, 3)).Values.ToArray();
        y[0].ShouldBe(0.5f, 1e-6f);
        y[1].ShouldBe(0.5f, 1e-6f);
        y[2].ShouldBe(0, 1e-30f);
    }

    [Fact]
    public void CrossEntropyOfLargeLogitsDoesNotOverflow() =>
        _tape.CrossEntropy(_tape.Input([1000, 0, 0, 1000], 2, 2), [1, 1]).Values[0].ShouldBe(500, 1e-3f);

    [Fact]
    public void LayerNormalisationOfEqualValuesGivesTheBias() =>
        _tape.LayerNorm(_tape.Input([4, 4, 4], 1, 3), _tape.Input([1, 1, 1], 1, 3), _tape.Input([7, 8, 9], 1, 3), 1e-12).Values.ToArray().ShouldBe([7, 8, 9]);

    [Fact]
    public void DropoutDropsItsShareAndKeepsTheMean()
    {
        var ones = new Tensor(200, 1001, needsGradient: true);
        ones.Values.Fill(1);
        var dropped = _tape.Dropout(ones, 0.1).Values.ToArray();
        ((double)dropped.Count(value => value == 0) / dropped.Length).ShouldBe(0.1, 0.005);
        dropped.Where(value => value != 0).Distinct().ShouldBe([1 / 0.9f]);
    }

    [Fact]
    public void EachUseOfDropoutDropsOthers()
    {
        var ones = new Tensor(10, 100);
        ones.Values.Fill(1);
        _tape.Dropout(ones, 0.5).Values.SequenceEqual(_tape.Dropout(ones, 0.5).Values).ShouldBeFalse();
    }

    [Fact]
    public void DropoutOfNeighbouringValuesIsIndependent()
    {
        var ones = new Tensor(1, 100_000);
        ones.Values.Fill(1);
        var kept = _tape.Dropout(ones, 0.5).Values;
        var both = 0;
        for (var i = 1; i < kept.Length; i++) both += kept[i] != 0 && kept[i - 1] != 0 ? 1 : 0;
        ((double)both / kept.Length).ShouldBe(0.25, 0.01);
    }

    [Fact]
    public void OutsideTrainingNothingIsDropped()
    {
        _tape.Start(training: false);
        var input = _tape.Input([1, 2, 3], 1, 3);
        _tape.Dropout(input, 0.9).ShouldBeSameAs(input);
        _tape.Random.Position.ShouldBe(0UL);
    }

    [Fact]
    public void OutsideTrainingThereAreNoGradients()
    {
        _tape.Start(training: false);
        var loss = _tape.CrossEntropy(new Tensor(1, 2, needsGradient: true), [0]);
        Should.Throw<InvalidOperationException>(() => _tape.Backward(loss));
    }

    [Fact]
    public void ALabelOutOfRangeIsRefusedWithTheRange() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _tape.CrossEntropy(new Tensor(1, 3), [3])).Message.ShouldContain("from 0 to 2");

    [Fact]
    public void ARowThatDoesNotExistIsRefusedWithTheRange() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _tape.Rows(new Tensor(4, 3), [-1])).Message.ShouldContain("from 0 to 3");

    [Fact]
    public void ShapesThatDoNotFitAreShown()
    {
        Should.Throw<ArgumentException>(() => _tape.Linear(new Tensor(2, 3), new Tensor(4, 5))).Message.ShouldContain("[4, 5] does not fit an input of [2, 3]");
        Should.Throw<ArgumentException>(() => _tape.Add(new Tensor(2, 3), new Tensor(3, 2))).Message.ShouldContain("[2, 3] and [3, 2]");
        Should.Throw<ArgumentException>(() => _tape.Attention(new Tensor(2, 4), new Tensor(2, 4), new Tensor(2, 4), [0, 3], 2)).Message.ShouldContain("[2, 4]");
    }

    [Fact]
    public void GradientsAddUpUntilTheyAreDropped()
    {
        var x = new Tensor(1, 2, needsGradient: true);
        for (var i = 0; i < 2; i++)
        {
            _tape.Start(training: true);
            _tape.Backward(_tape.CrossEntropy(x, [0]));
        }

        x.Gradient.ToArray().ShouldBe([-1, 1]);
        x.DropGradient();
        x.Gradient.IsEmpty.ShouldBeTrue();
    }
}
