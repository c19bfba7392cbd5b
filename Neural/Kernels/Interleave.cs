using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MctsAspire.Neural.Kernels;

/// <summary>Takes values from two vectors in turn.</summary>
internal static class Interleave
{
    /// <summary>The lower halves: l0 r0 l1 r1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Low(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left[0], right[0], left[1], right[1]);

    /// <summary>The upper halves: l2 r2 l3 r3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> High(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left[2], right[2], left[3], right[3]);
}
