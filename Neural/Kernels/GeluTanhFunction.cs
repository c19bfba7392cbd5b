using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>x/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³))), see <see cref="Functions{TLanes, TVector}.GeluTanh"/>.</summary>
internal readonly struct GeluTanhFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => Functions<TLanes, TVector>.GeluTanh(x);
}
