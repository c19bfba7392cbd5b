using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>Fits the two models by penalised maximum likelihood, with Adam on all of the data at once: deterministic.</summary>
internal static class Fitting
{
    private const double Early = 0.9;
    private const double Late = 0.999;

    /// <summary>Multinomial logit over the sentences of each question: the right ones together shall get all of the probability.</summary>
    /// <param name="trials">Questions; those without a right sentence are left out.</param>
    /// <param name="prior">Where the penalty pulls the coefficients to.</param>
    /// <param name="penalty">How hard it pulls.</param>
    /// <param name="signs">The sign that a coefficient may have; 0: either.</param>
    public static double[] Ranking(IEnumerable<Trial> trials, double[] prior, double penalty, int[] signs)
    {
        var used = trials.Where(trial => trial.Right.Count > 0).ToList();
        return Descend(prior, 350, 0.08, signs, (coefficients, gradient) =>
        {
            foreach (var trial in used)
                Add(trial, coefficients, gradient);
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] += penalty * (coefficients[i] - prior[i]);
        });
    }

    /// <summary>Logistic regression.</summary>
    /// <param name="cases">What was measured, whether it came true, and how much the case counts.</param>
    /// <param name="penalty">How hard the coefficients but the first are pulled to 0.</param>
    /// <param name="signs">The sign that a coefficient may have; 0: either. What can only speak against an answer never speaks for it.</param>
    /// <param name="held">Coefficients that are not fitted; 0: fitted.</param>
    public static double[] Logistic(IReadOnlyList<(double[] Features, bool IsTrue, double Weight)> cases, double penalty, int[] signs, double[] held) =>
        Descend(held, 1000, 0.05, signs, (coefficients, gradient) =>
        {
            foreach (var (features, isTrue, weight) in cases)
            {
                var error = weight * (Probability(coefficients, features) - (isTrue ? 1 : 0));
                for (var i = 0; i < features.Length; i++)
                    gradient[i] += error * features[i];
            }

            for (var i = 1; i < gradient.Length; i++)
                gradient[i] = held[i] == 0 ? gradient[i] + (penalty * coefficients[i]) : 0;
        });

    /// <summary>The logistic function of a sum of products.</summary>
    /// <param name="coefficients">The coefficients.</param>
    /// <param name="features">The features.</param>
    public static double Probability(double[] coefficients, double[] features) => 1 / (1 + Math.Exp(-Product(coefficients, features)));

    /// <summary>A sum of products.</summary>
    /// <param name="coefficients">The coefficients.</param>
    /// <param name="features">The features.</param>
    public static double Product(double[] coefficients, double[] features)
    {
        var sum = 0.0;
        for (var i = 0; i < features.Length; i++)
            sum += coefficients[i] * features[i];
        return sum;
    }

    private static void Add(Trial trial, double[] coefficients, double[] gradient)
    {
        var candidates = trial.Pool.Candidates;
        var scores = candidates.Select(candidate => Product(coefficients, candidate.Features)).ToArray();
        var best = scores.Max();
        double all = 0, right = 0;
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] = Math.Exp(scores[k] - best);
            all += scores[k];
            if (trial.Right.Contains(candidates[k]))
                right += scores[k];
        }

        for (var k = 0; k < scores.Length; k++)
        {
            var error = (scores[k] / all) - (trial.Right.Contains(candidates[k]) ? scores[k] / right : 0);
            if (Math.Abs(error) < 1e-7)
                continue;
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] += error * candidates[k].Features[i];
        }
    }

    private static double[] Descend(double[] start, int steps, double rate, int[] signs, Action<double[], double[]> addGradient)
    {
        var x = (double[])start.Clone();
        var mean = new double[x.Length];
        var square = new double[x.Length];
        for (var step = 1; step <= steps; step++)
        {
            var gradient = new double[x.Length];
            addGradient(x, gradient);
            var size = step < steps * 2 / 3 ? rate : rate / 5;
            for (var i = 0; i < x.Length; i++)
            {
                mean[i] = (Early * mean[i]) + ((1 - Early) * gradient[i]);
                square[i] = (Late * square[i]) + ((1 - Late) * gradient[i] * gradient[i]);
                x[i] -= size * (mean[i] / (1 - Math.Pow(Early, step))) / (Math.Sqrt(square[i] / (1 - Math.Pow(Late, step))) + 1e-8);
                if (x[i] * signs[i] < 0)
                    x[i] = 0;
            }
        }

        return x;
    }
}
