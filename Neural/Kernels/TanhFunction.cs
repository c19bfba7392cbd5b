using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>the hyperbolic tangent, see <see cref="Functions{TLanes, TVector}.Tanh"/>.</summary>
internal readonly struct TanhFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => Functions<TLanes, TVector>.Tanh(x);
}
