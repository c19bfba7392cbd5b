using MctsAspire.Neural.Weights;
using MctsAspire.Testing;

namespace MctsAspire.Neural.Tests.Weights;

public sealed class PythonSafeTensorsTests
{
    private const string Write = """
        import json, struct, sys
        header = json.dumps({"__metadata__": {"format": "pt"},
            "fc.weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
            "fc.bias": {"dtype": "F16", "shape": [2], "data_offsets": [24, 28]}}).encode()
        sys.stdout.buffer.write(struct.pack("<Q", len(header)) + header + struct.pack("<6f", *range(6)) + struct.pack("<2e", 0.5, -2))
        """;

    private const string Read = """
        import json, struct, sys
        file = open(sys.argv[1], "rb").read()
        size, = struct.unpack("<Q", file[:8])
        entry = json.loads(file[8:8 + size])["w"]
        begin, end = entry["data_offsets"]
        print(entry["shape"], *struct.unpack("<4f", file[8 + size + begin:8 + size + end]))
        """;

    [RequiresFact("python:json")]
    public async Task AFileWrittenByPythonIsRead()
    {
        var file = SafeTensors.Read(await PythonScript.RunForBytesAsync("json", "-c", Write));
        file.Metadata["format"].ShouldBe("pt");
        file.Weights.Get("fc.weight", 2, 3).ToArray().ShouldBe([0, 1, 2, 3, 4, 5]);
        file.Weights.Get("fc.bias", 2).ToArray().ShouldBe([0.5f, -2]);
    }

    [RequiresFact("python:json")]
    public async Task AFileWrittenHereIsReadByPython()
    {
        var weights = new ModelWeights();
        weights.Add("v", [1], [9]);
        weights.Add("w", [2, 2], [1, 2, 3, -4.5f]);
        using var file = new TemporaryFile();
        await using (var stream = File.Create(file.Path)) SafeTensors.Write(stream, weights);

        (await PythonScript.RunAsync("json", "-c", Read, file.Path)).Trim().ShouldBe("[2, 2] 1.0 2.0 3.0 -4.5");
    }
}
