using System.Diagnostics;
using System.Globalization;

namespace MctsAspire.Benchmarks.Neural;

/// <summary>A runtime in a process of its own, asked by lines. It waits without computing while others are measured.</summary>
internal sealed class Peer : IContestant
{
    private readonly Process _process;
    private readonly int _threads;
    private readonly bool _trains;

    public Peer(string name, int threads, bool trains, string program, params string[] arguments)
    {
        (Name, _threads, _trains) = (name, threads, trains);
        _process = Process.Start(new ProcessStartInfo(program, [.. arguments, threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    public string Name { get; }

    public bool Can(Case what) => what.Threads == _threads && (_trains || !what.Trains);

    public (double Microseconds, float[] Logits) Run(Case what, double seconds)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what.Network} {what.Batch} {what.Length} {seconds}"));
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended.");
        var values = Array.ConvertAll(answer.Split(' '), value => double.Parse(value, CultureInfo.InvariantCulture));
        return (values[0], Array.ConvertAll(values[1..], value => (float)value));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
