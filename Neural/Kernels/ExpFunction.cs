using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>e^x, see <see cref="Functions{TLanes, TVector}.Exp"/>.</summary>
internal readonly struct ExpFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => Functions<TLanes, TVector>.Exp(x);
}
