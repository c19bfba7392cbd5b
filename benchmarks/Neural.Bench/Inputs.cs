namespace MctsAspire.Benchmarks.Neural;

/// <summary>The inputs that everybody gets.</summary>
internal static class Inputs
{
    public const int Features = 10;

    public static float[] Sequences(int batch, int length) => [.. Enumerable.Range(0, batch * length * Features).Select(i => (i * 37 % 101 / 50f) - 1)];

    public static int[] Tokens(int batch, int length) => [.. Enumerable.Range(0, batch * length).Select(i => (int)(i * 7919L % 30522))];

    public static int[] Labels(int batch) => [.. Enumerable.Range(0, batch).Select(i => i % 3)];
}
