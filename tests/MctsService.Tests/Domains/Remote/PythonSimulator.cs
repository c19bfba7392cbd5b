using MctsAspire.Testing;

namespace MctsAspire.MctsService.Tests.Domains.Remote;

/// <summary>The sample of <c>samples/simulator</c>, built and started as its README says.</summary>
public sealed class PythonSimulator : IAsyncLifetime
{
    /// <summary>What the sample needs.</summary>
    public const string Modules = "grpc, grpc_tools.protoc";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "simulator");

    private readonly string _generated = Directory.CreateTempSubdirectory("simulator").FullName;
    private ChildProcess? _process;

    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Python.Find(Modules) is not { } python)
            return;

        await using (var protoc = ChildProcess.Start(
            python,
            ["-m", "grpc_tools.protoc", "-I", Path.Combine(Repository.Root, "protos"), $"--python_out={_generated}", $"--grpc_python_out={_generated}", "mcts/v1/simulator.proto"]))
        {
            (await protoc.WaitForExitAsync(Patience)).ShouldBe(0, protoc.Output);
        }

        _process = ChildProcess.Start(
            python,
            [Path.Combine(Folder, "inventory.py"), "--port", "0"],
            [new("PYTHONPATH", _generated), new("PYTHONDONTWRITEBYTECODE", "1")]);
        var line = await _process.WaitForLineAsync(line => line.StartsWith("listening on ", StringComparison.Ordinal), Patience);
        Address = line["listening on ".Length..];
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Directory.Delete(_generated, recursive: true);
    }
}
