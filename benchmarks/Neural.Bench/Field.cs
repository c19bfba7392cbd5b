namespace MctsAspire.Benchmarks.Neural;

/// <summary>Everybody who is measured.</summary>
internal sealed class Field(string folder, string onnx, string torch) : IDisposable
{
    // Debian's own Python: another one on PATH does not see Debian's packages.
    private const string Python = "/usr/bin/python3";

    public Ours Ours { get; } = new(folder);

    public IReadOnlyList<IContestant> Peers { get; } =
    [
        new Peer("onnx", 1, trains: false, "node", onnx, folder),
        new Peer("onnx", 2, trains: false, "node", onnx, folder),
        new Peer("torch", 1, trains: true, Python, torch, folder),
        new Peer("torch", 2, trains: true, Python, torch, folder),
    ];

    public void Dispose()
    {
        Ours.Dispose();
        foreach (var peer in Peers)
            peer.Dispose();
    }
}
