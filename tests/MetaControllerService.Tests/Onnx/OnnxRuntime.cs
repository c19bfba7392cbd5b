using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Onnx;

/// <summary>ONNX Runtime, in a Node process that answers one call a line.</summary>
internal sealed class OnnxRuntime : IDisposable
{
    private readonly Process _node = Process.Start(new ProcessStartInfo(Programs.Find("node")!, [Path.Combine(Repository.NpmFolder("neural"), "onnx.mjs")])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>Runs a model.</summary>
    /// <returns>The numbers of every output.</returns>
    public async Task<IReadOnlyDictionary<string, float[]>> RunAsync(string model, params (string Name, string Type, int[] Shape, float[] Values)[] inputs)
    {
        var call = new JsonObject { ["model"] = model, ["inputs"] = new JsonObject(inputs.Select(Input)) };
        await _node.StandardInput.WriteLineAsync(call.ToJsonString());
        await _node.StandardInput.FlushAsync();
        var line = await _node.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("ONNX Runtime refused the model; its reason stands above.");
        return JsonSerializer.Deserialize<Dictionary<string, float[]>>(line)!;
    }

    public void Dispose()
    {
        _node.Kill();
        _node.Dispose();
    }

    private static KeyValuePair<string, JsonNode?> Input((string Name, string Type, int[] Shape, float[] Values) input) => new(input.Name, new JsonObject
    {
        ["type"] = input.Type,
        ["dims"] = JsonSerializer.SerializeToNode(input.Shape),
        ["data"] = JsonSerializer.SerializeToNode(input.Values),
    });
}
