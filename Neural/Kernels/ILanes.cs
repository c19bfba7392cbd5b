namespace MctsAspire.Neural.Kernels;

/// <summary>The float operations of one width of vector. Kernels are written once over this interface and compiled for each width.</summary>
/// <typeparam name="TVector">The vector type.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector; a power of two, at most 16.</summary>
    static abstract int Count { get; }

    /// <summary>How many rows a matrix kernel may keep in registers, two vectors each.</summary>
    static abstract int TileRows { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* target);

    static abstract TVector All(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>left · right + addend, rounded once where the machine can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The smaller of each pair; the right one where one of them is NaN or the machine says so.</summary>
    static abstract TVector Min(TVector left, TVector right);

    /// <summary>The larger of each pair; the right one where one of them is NaN or the machine says so.</summary>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>value · 2^n, where n stands in the low bits of <paramref name="shifted"/> as adding 1.5 · 2^23 left it there. The result must be a normal number.</summary>
    static abstract TVector Scale(TVector value, TVector shifted);

    /// <summary>The sum over the lanes.</summary>
    static abstract float Sum(TVector value);

    /// <summary>The largest lane.</summary>
    static abstract float Largest(TVector value);
}
