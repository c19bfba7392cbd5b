using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Optimizers;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Tests.Optimizers;

public sealed class AdamTests
{
    [Fact]
    public void TheFirstStepMovesEachWeightByTheLearningRateAgainstItsGradient()
    {
        var parameter = Made(3);
        var before = parameter.Tensor.Values.ToArray();
        SetGradient(parameter, [0.5f, -20, 1e-3f]);
        new Adam([parameter], AdamOptions.Adam).Step(0.01);

        float[] expected = [before[0] - 0.01f, before[1] + 0.01f, before[2] - 0.01f];
        for (var i = 0; i < 3; i++) parameter.Tensor.Values[i].ShouldBe(expected[i], 1e-6f);
    }

    [Fact]
    public void DecoupledDecayShrinksAWeightWhoseGradientIsZero()
    {
        var parameter = Made(1);
        var before = parameter.Tensor.Values[0];
        SetGradient(parameter, [0]);
        new Adam([parameter], AdamOptions.AdamW with { WeightDecay = 0.1 }).Step(0.5);
        parameter.Tensor.Values[0].ShouldBe(before * 0.95f, 1e-6f);
    }

    [Fact]
    public void AStepDropsTheGradients()
    {
        var parameter = Made(2);
        SetGradient(parameter, [1, 1]);
        new Adam([parameter], AdamOptions.Adam).Step(0.1);
        parameter.Tensor.HasGradient.ShouldBeFalse();
    }

    [Fact]
    public void WhatIsNotTrainedStaysAsItIs()
    {
        var (frozen, bare) = (Made(4), Made(4));
        frozen.Trainable = false;
        var (frozenBefore, bareBefore) = (frozen.Tensor.Values.ToArray(), bare.Tensor.Values.ToArray());
        SetGradient(frozen, [1, 1, 1, 1]);
        new Adam([frozen, bare], AdamOptions.AdamW).Step(0.1);
        frozen.Tensor.Values.ToArray().ShouldBe(frozenBefore);
        bare.Tensor.Values.ToArray().ShouldBe(bareBefore);
    }

    [Fact]
    public void TheNumberOfThreadsDoesNotChangeABit()
    {
        var (alone, shared) = (Made(100_003), Made(100_003));
        using var team = new WorkerTeam(3);
        var (one, three) = (new Adam([alone], AdamOptions.AdamW), new Adam([shared], AdamOptions.AdamW, team));
        for (var step = 0; step < 3; step++)
        {
            var gradient = Enumerable.Range(0, 100_003).Select(i => MathF.Sin(i + step)).ToArray();
            SetGradient(alone, gradient);
            SetGradient(shared, gradient);
            one.Step(0.01);
            three.Step(0.01);
        }

        shared.Tensor.Values.SequenceEqual(alone.Tensor.Values).ShouldBeTrue();
    }

    [Fact]
    public void ARestoredStateGoesOnWithTheSameBits()
    {
        var (first, second) = (Made(37), Made(37));
        var straight = new Adam([first], AdamOptions.AdamW);
        for (var step = 0; step < 5; step++) Step(straight, first, step);

        var interrupted = new Adam([second], AdamOptions.AdamW);
        for (var step = 0; step < 3; step++) Step(interrupted, second, step);
        var resumed = new Adam([second], AdamOptions.AdamW);
        resumed.Load(Stored(interrupted.Export()));
        for (var step = 3; step < 5; step++) Step(resumed, second, step);

        second.Tensor.Values.SequenceEqual(first.Tensor.Values).ShouldBeTrue();
        resumed.StepCount.ShouldBe(5);
    }

    [Fact]
    public void AStateOfOtherParametersIsRefusedAndChangesNothing()
    {
        var adam = new Adam([Made(3)], AdamOptions.Adam);
        var other = new Adam([Made(4)], AdamOptions.Adam).Export();
        Should.Throw<ModelFormatException>(() => adam.Load(other)).Message.ShouldContain("'p.exp_avg' has the shape [4], expected: [3]");
        Should.Throw<ModelFormatException>(() => adam.Load(new OptimizerState(-1, new ModelWeights()))).Message.ShouldContain("step is -1");
        adam.StepCount.ShouldBe(0);
    }

    [Fact]
    public void AMeanOfSquaresBelowZeroIsRefused()
    {
        var adam = new Adam([Made(1)], AdamOptions.Adam);
        var moments = new ModelWeights();
        moments.Add("p.exp_avg", [1], [0]);
        moments.Add("p.exp_avg_sq", [1], [-1]);
        Should.Throw<ModelFormatException>(() => adam.Load(new OptimizerState(1, moments))).Message.ShouldContain("'p.exp_avg_sq'");
    }

    [Fact]
    public void SettingsOutOfRangeAreRefusedByName() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam([], AdamOptions.Adam with { Beta2 = 1 })).Message.ShouldContain("Beta2");

    private static void Step(Adam adam, Parameter parameter, int step)
    {
        SetGradient(parameter, [.. Enumerable.Range(0, parameter.Tensor.Count).Select(i => MathF.Cos(i * (step + 1)))]);
        adam.Step(0.01);
    }

    /// <summary>Through a file, as a checkpoint goes.</summary>
    private static OptimizerState Stored(OptimizerState state)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, state.Moments);
        return state with { Moments = SafeTensors.Read(stream.ToArray()).Weights };
    }

    private static Parameter Made(int count) => new ParameterSource(new SeededRandom(4)).Make("p", [count], Initial.Normal(1));

    private static void SetGradient(Parameter parameter, float[] values) => values.CopyTo(parameter.Tensor.OpenGradient(out _));
}
