using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>1 above 0, else 0, see <see cref="Functions{TLanes, TVector}.ReluSlope"/>.</summary>
internal readonly struct ReluSlopeFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => Functions<TLanes, TVector>.ReluSlope(x);
}
