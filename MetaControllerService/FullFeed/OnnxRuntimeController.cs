using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>Serves a model by ONNX Runtime, as it is exported. Compiled only where the feed has that package.</summary>
internal sealed class OnnxRuntimeController : IModelController, IDisposable
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly ModelBundle _bundle;
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    /// <exception cref="Neural.Weights.ModelFormatException">The weights don't fit the network; the message names the tensor.</exception>
    public OnnxRuntimeController(ModelBundle bundle)
    {
        using var model = new MemoryStream();
        if (bundle.Gru is { } gru)
            OnnxModel.WriteGru(gru, bundle.Weights, NoMetadata, model);
        else
            OnnxModel.WriteBert(bundle.Bert!, bundle.Weights, NoMetadata, model);
        _bundle = bundle;
        _session = new InferenceSession(model.ToArray());
    }

    /// <inheritdoc/>
    public Probabilities? Predict(ReadOnlySpan<RunFeatures> states, bool useMcts) =>
        _bundle.Gru is null ? PredictByText(states[^1], useMcts) : PredictBySequence(states, useMcts);

    /// <inheritdoc/>
    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    private Probabilities? PredictBySequence(ReadOnlySpan<RunFeatures> states, bool useMcts)
    {
        var sequence = new float[states.Length * RunFeatures.Dimensions];
        for (var i = 0; i < states.Length; i++)
            states[i].Normalize(sequence.AsSpan(i * RunFeatures.Dimensions, RunFeatures.Dimensions));

        using var features = OrtValue.CreateTensorValueFromMemory(sequence, [1, states.Length, RunFeatures.Dimensions]);
        return Run(["features"], [features], useMcts);
    }

    private Probabilities? PredictByText(RunFeatures state, bool useMcts)
    {
        Span<char> text = stackalloc char[RunFeatures.LongestText];
        Span<int> tokens = stackalloc int[Math.Min(_bundle.Bert!.MaxPositionEmbeddings, BertController.MostTokens)];
        var count = _bundle.Tokenizer!.Encode(text[..state.WriteText(text)], tokens);
        var (ids, mask, types) = (new long[count], new long[count], new long[count]);
        for (var i = 0; i < count; i++)
            (ids[i], mask[i]) = (tokens[i], 1);

        long[] shape = [1, count];
        using var idsValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using var typesValue = OrtValue.CreateTensorValueFromMemory(types, shape);
        return Run(["input_ids", "attention_mask", "token_type_ids"], [idsValue, maskValue, typesValue], useMcts);
    }

    private Probabilities? Run(string[] names, OrtValue[] values, bool useMcts)
    {
        using var results = _session.Run(_options, names, values, ["logits"]);
        return Probabilities.FromLogits(results.Single().GetTensorDataAsSpan<float>(), useMcts);
    }
}

/// <content>Where the package is, it serves every model.</content>
internal static partial class ModelControllers
{
    static partial void CreateByOnnxRuntime(ModelBundle bundle, ref IModelController? controller) => controller = new OnnxRuntimeController(bundle);
}
