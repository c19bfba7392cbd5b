namespace MctsAspire.Neural.Kernels;

/// <summary>Work that falls into parts which don't depend on each other, so that any thread may do any of them in any order.</summary>
public interface IParallelWork
{
    /// <summary>Does one part.</summary>
    /// <param name="part">From 0 to the number of parts minus 1.</param>
    void Execute(int part);
}
