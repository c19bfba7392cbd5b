using System.Globalization;

namespace MctsAspire.MetaControllerService.Training.Networks;

/// <summary>Says before a training starts whether the memory is there, rather than having the system end it in the middle.</summary>
/// <param name="output">Where a warning goes.</param>
/// <param name="memory">Bytes that this process may use at most, and those that are in use by anyone.</param>
internal sealed class MemoryCheck(TextWriter output, Func<(long Total, long Used)> memory)
{
    // The runtime with its code, and what it holds before it collects garbage; measured.
    private const long Runtime = 110_000_000;
    private const double Megabyte = 1e6;

    /// <summary>Checks against this machine's memory, or that of the container.</summary>
    public static MemoryCheck OfThisMachine(TextWriter output) => new(output, static () =>
    {
        // What is in use is as of the last collection.
        GC.Collect(0);
        var info = GC.GetGCMemoryInfo();
        return (info.TotalAvailableMemoryBytes, info.MemoryLoadBytes);
    });

    /// <summary>The memory that a whole process takes, from what its network and batches take.</summary>
    public static long WholeProcess(long training) => Runtime + training;

    /// <summary>Refuses what can't fit, and warns of what may not.</summary>
    /// <param name="training">Bytes that the network and a batch take.</param>
    /// <param name="batchSize">Examples of a step.</param>
    /// <exception cref="TrainingException">There isn't as much memory.</exception>
    public void Demand(long training, int batchSize)
    {
        var (needed, (total, used)) = (WholeProcess(training), memory());
        if (needed <= total - used)
            return;
        var estimate = string.Create(
            CultureInfo.InvariantCulture,
            $"with --batch_size {batchSize} this training takes about {needed / Megabyte:N0} MB of memory, and {(needed > total ? "there are" : "free are about")} {(needed > total ? total : total - used) / Megabyte:N0} MB");
        if (needed > total)
            throw new TrainingException($"{char.ToUpperInvariant(estimate[0])}{estimate[1..]}. Give a smaller --batch_size{(batchSize == 1 ? ", or a smaller network" : "")}.");
        output.WriteLine($"warning: {estimate}. Should it be ended by the system, go on with --resume and a smaller --batch_size.");
    }
}
