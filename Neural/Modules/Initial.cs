namespace MctsAspire.Neural.Modules;

/// <summary>The distributions that PyTorch's and Hugging Face's modules begin with.</summary>
public static class Initial
{
    /// <summary>All zero.</summary>
    public static InitialValues Zeros { get; } = (_, values) => values.Clear();

    /// <summary>All one.</summary>
    public static InitialValues Ones { get; } = (_, values) => values.Fill(1);

    /// <summary>Evenly distributed from -1/√count to 1/√count, as PyTorch's Linear (count: inputs) and GRU (count: hidden size) have it.</summary>
    public static InitialValues Uniform(int count)
    {
        var bound = 1 / Math.Sqrt(count);
        return (random, values) =>
        {
            foreach (ref var value in values) value = (float)(((2 * random.NextDouble()) - 1) * bound);
        };
    }

    /// <summary>Normally distributed around 0.</summary>
    /// <param name="deviation">Standard deviation.</param>
    public static InitialValues Normal(double deviation) => (random, values) =>
    {
        foreach (ref var value in values) value = (float)(random.NextNormal() * deviation);
    };
}
