namespace MctsAspire.MetaControllerService.Evaluation.Estimators;

/// <summary>Least squares with a penalty on the squares of the weights, the first weight (the constant's) excepted; solved by Cholesky's decomposition.</summary>
internal sealed class RidgeRegression
{
    // Keeps the equations solvable where a feature never changes.
    private const double LeastPenalty = 1e-9;

    private readonly double[] _weights;

    private RidgeRegression(double[] weights) => _weights = weights;

    /// <summary>Fits. Without any example the prediction is 0.</summary>
    /// <param name="inputs">The inputs, all of the same length; the first number of each is 1.</param>
    /// <param name="outputs">What belongs to them.</param>
    /// <param name="dimensions">The length of the inputs.</param>
    /// <param name="penalty">The penalty, at least 0.</param>
    public static RidgeRegression Fit(IReadOnlyList<double[]> inputs, IReadOnlyList<double> outputs, int dimensions, double penalty)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs.Count, inputs.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(penalty);
        var products = new double[dimensions, dimensions];
        var right = new double[dimensions];
        for (var example = 0; example < inputs.Count; example++)
        {
            var input = inputs[example];
            for (var i = 0; i < dimensions; i++)
            {
                right[i] += input[i] * outputs[example];
                for (var j = 0; j <= i; j++)
                    products[i, j] += input[i] * input[j];
            }
        }

        for (var i = 0; i < dimensions; i++)
            products[i, i] += LeastPenalty + (i == 0 ? 0 : penalty);
        Solve(products, right);
        return new(right);
    }

    /// <summary>What is expected for an input.</summary>
    public double Predict(ReadOnlySpan<double> input)
    {
        var sum = 0.0;
        for (var i = 0; i < _weights.Length; i++)
            sum += _weights[i] * input[i];
        return sum;
    }

    // The lower half of the matrix becomes its Cholesky factor, the right side the solution.
    private static void Solve(double[,] matrix, double[] right)
    {
        var size = right.Length;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                    sum -= matrix[i, k] * matrix[j, k];
                matrix[i, j] = i == j ? Math.Sqrt(Math.Max(sum, LeastPenalty)) : sum / matrix[j, j];
            }
        }

        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++)
                right[i] -= matrix[i, k] * right[k];
            right[i] /= matrix[i, i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
                right[i] -= matrix[k, i] * right[k];
            right[i] /= matrix[i, i];
        }
    }
}
