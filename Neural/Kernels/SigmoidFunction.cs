using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>1 / (1 + e^-x), see <see cref="Functions{TLanes, TVector}.Sigmoid"/>.</summary>
internal readonly struct SigmoidFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => Functions<TLanes, TVector>.Sigmoid(x);
}
