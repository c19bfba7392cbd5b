using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>the derivative of x · Φ(x), see <see cref="Functions{TLanes, TVector}.GeluSlope"/>.</summary>
internal readonly struct GeluSlopeFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => Functions<TLanes, TVector>.GeluSlope(x);
}
