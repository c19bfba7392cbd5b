using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>x · Φ(x), see <see cref="Functions{TLanes, TVector}.Gelu"/>.</summary>
internal readonly struct GeluFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => Functions<TLanes, TVector>.Gelu(x);
}
