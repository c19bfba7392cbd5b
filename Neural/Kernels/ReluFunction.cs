using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>the larger of x and 0, see <see cref="Functions{TLanes, TVector}.Relu"/>.</summary>
internal readonly struct ReluFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => Functions<TLanes, TVector>.Relu(x);
}
