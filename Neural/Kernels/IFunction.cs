namespace MctsAspire.Neural.Kernels;

/// <summary>A function of single values, as a type, so that a loop over it is compiled for it alone.</summary>
internal interface IFunction
{
    static abstract TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
