using System.Text.Json;
using MctsAspire.Neural.Weights;
using MctsAspire.Testing;

namespace MctsAspire.Neural.Tests.Inference;

/// <summary>Asks PyTorch for the logits of a network.</summary>
internal static class Torch
{
    private static readonly string Script = Path.Combine(Repository.Root, "tests", "Neural.Tests", "Reference", "predict.py");

    /// <summary>The logits that PyTorch gives.</summary>
    /// <param name="type">rnn or bert.</param>
    /// <param name="config">The network as JSON.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="inputs">What goes in.</param>
    public static async Task<float[]> PredictAsync(string type, string config, ModelWeights weights, params NamedTensor[] inputs)
    {
        var all = new ModelWeights();
        foreach (var tensor in weights.Tensors.Concat(inputs))
            all.Add(tensor);
        using var file = new TemporaryFile();
        await using (var stream = File.Create(file.Path))
            SafeTensors.Write(stream, all, new Dictionary<string, string> { ["type"] = type, ["config"] = config });
        return JsonSerializer.Deserialize<float[]>(await PythonScript.RunAsync("torch", "-B", Script, file.Path))!;
    }
}
