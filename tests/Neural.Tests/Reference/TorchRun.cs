using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Weights;
using MctsAspire.Testing;

namespace MctsAspire.Neural.Tests.Reference;

/// <summary>A training run by one of the scripts in this folder: first weights, first logits and gradients, batches, and losses.</summary>
internal sealed class TorchRun
{
    private readonly ModelWeights _file;

    private TorchRun(ModelWeights file) => _file = file;

    /// <summary>The weights before the first step.</summary>
    public ModelWeights Weights => Part("weight:");

    /// <summary>The weights after the last step.</summary>
    public ModelWeights Trained => Part("trained:");

    /// <summary>The gradients of the first batch.</summary>
    public ModelWeights Gradients => Part("gradient:");

    /// <summary>The logits of the first batch.</summary>
    public float[] Logits => Values("logits");

    /// <summary>The loss of each batch.</summary>
    public float[] Losses => Values("losses");

    /// <summary>Runs a script.</summary>
    public static async Task<TorchRun> OfAsync(string script, params string[] arguments)
    {
        using var file = new TemporaryFile();
        // -B: Python leaves no compiled files beside the scripts.
        await PythonScript.RunAsync("torch", ["-B", Path.Combine(Repository.Root, "tests", "Neural.Tests", "Reference", script), file.Path, .. arguments]);
        await using var stream = File.OpenRead(file.Path);
        return new TorchRun(SafeTensors.Read(stream).Weights);
    }

    /// <summary>A batch's input.</summary>
    public float[] Batch(int number, string name) => Values($"batch:{number}:{name}");

    /// <summary>A batch's input of whole numbers.</summary>
    public int[] Numbers(int number, string name) => Array.ConvertAll(Batch(number, name), value => (int)value);

    /// <summary>Parameters must agree with tensors of the same names, each within a share of the tensor's largest value.</summary>
    public static void ShouldAgree(IReadOnlyList<Parameter> parameters, ModelWeights expected, double share, Func<Parameter, float[]> actual)
    {
        parameters.Count.ShouldBe(expected.Tensors.Count);
        foreach (var parameter in parameters)
        {
            var values = expected.Get(parameter.Name, [.. parameter.Shape]).ToArray();
            var tolerance = share * values.Max(Math.Abs) + 1e-7;
            values.Zip(actual(parameter)).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan((float)tolerance, parameter.Name);
        }
    }

    private float[] Values(string name) => _file.TryGet(name, out var tensor) ? tensor.Values : throw new InvalidOperationException($"The run has no '{name}'.");

    private ModelWeights Part(string prefix)
    {
        var part = new ModelWeights();
        foreach (var tensor in _file.Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            part.Add(tensor.Name[prefix.Length..], tensor.Shape, tensor.Values);
        }

        return part;
    }
}
