using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>the derivative of GELU by the hyperbolic tangent, see <see cref="Functions{TLanes, TVector}.GeluTanhSlope"/>.</summary>
internal readonly struct GeluTanhSlopeFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => Functions<TLanes, TVector>.GeluTanhSlope(x);
}
