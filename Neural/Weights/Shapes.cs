namespace MctsAspire.Neural.Weights;

/// <summary>Arithmetic on shapes that may come from a stranger's file.</summary>
internal static class Shapes
{
    /// <summary>The number of values of a shape; null when a dimension is negative or an array can't hold so many.</summary>
    public static int? Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (var length in shape)
        {
            // Checked before a zero further on can hide it: no real tensor has such a dimension.
            if (length < 0 || (count *= Math.Max(length, 1)) > Array.MaxLength) return null;
        }

        return shape.Contains(0) ? 0 : (int)count;
    }

    /// <summary>A shape as people read it, such as <c>[192, 10]</c>.</summary>
    public static string Show(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
