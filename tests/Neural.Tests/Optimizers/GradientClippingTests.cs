using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Optimizers;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Tests.Optimizers;

public sealed class GradientClippingTests
{
    [Fact]
    public void GradientsAreScaledTogetherToTheLargestNorm()
    {
        var (a, b) = (With([3]), With([0, 4]));
        GradientClipping.ByGlobalNorm([a, b], 1).ShouldBe(5, 1e-6);
        a.Tensor.Gradient[0].ShouldBe(0.6f, 1e-5f);
        b.Tensor.Gradient[1].ShouldBe(0.8f, 1e-5f);
    }

    [Fact]
    public void SmallGradientsStayAsTheyAre()
    {
        var a = With([3, 4]);
        GradientClipping.ByGlobalNorm([a], 5.1).ShouldBe(5, 1e-6);
        a.Tensor.Gradient.ToArray().ShouldBe([3, 4]);
    }

    [Fact]
    public void ANormThatIsNotFiniteIsReportedAndNothingChanged()
    {
        var a = With([1, float.NaN]);
        double.IsFinite(GradientClipping.ByGlobalNorm([a], 1)).ShouldBeFalse();
        a.Tensor.Gradient[0].ShouldBe(1);
    }

    [Fact]
    public void ParametersWithoutAGradientDoNotCount() =>
        GradientClipping.ByGlobalNorm([new ParameterSource(new SeededRandom(1)).Make("p", [2], Initial.Ones), With([2])], 1).ShouldBe(2, 1e-6);

    private static Parameter With(float[] gradient)
    {
        var parameter = new ParameterSource(new SeededRandom(1)).Make("p", [gradient.Length], Initial.Ones);
        gradient.CopyTo(parameter.Tensor.OpenGradient(out _));
        return parameter;
    }
}
