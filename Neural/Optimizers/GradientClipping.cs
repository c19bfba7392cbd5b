using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Optimizers;

/// <summary>Keeps a single batch from throwing the weights far off.</summary>
public static class GradientClipping
{
    /// <summary>Scales all gradients down together if their norm, taken over all of them, is larger than allowed, as PyTorch's clip_grad_norm_ does.</summary>
    /// <param name="parameters">The parameters whose gradients count.</param>
    /// <param name="largest">The largest norm allowed, above 0.</param>
    /// <returns>The norm before; not finite when a gradient isn't, and nothing is changed then.</returns>
    public static double ByGlobalNorm(IReadOnlyList<Parameter> parameters, double largest)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(largest);
        double squares = 0;
        for (var i = 0; i < parameters.Count; i++) squares += Reductions.SumOfSquares(parameters[i].Tensor.Gradient);
        var norm = Math.Sqrt(squares);
        var scale = (float)(largest / (norm + 1e-6));
        if (!(scale < 1) || !double.IsFinite(norm)) return norm;
        for (var i = 0; i < parameters.Count; i++)
        {
            var gradient = parameters[i].Tensor.Gradient;
            if (!gradient.IsEmpty) TensorPrimitives.Multiply(gradient, scale, gradient);
        }

        return norm;
    }
}
