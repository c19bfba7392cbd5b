using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.Neural.Inference;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>Makes controllers from models.</summary>
internal static partial class ModelControllers
{
    /// <summary>The controller of a model, tried once.</summary>
    /// <exception cref="ModelFormatException">The weights don't fit the network, or give no numbers; the message names the tensor.</exception>
    public static IModelController Create(ModelBundle bundle)
    {
        IModelController? controller = null;
        CreateByOnnxRuntime(bundle, ref controller);
        controller ??= bundle.Gru is { } gru
            ? new RnnController(new GruPredictor(gru, bundle.Weights))
            : new BertController(new BertPredictor(bundle.Bert!, bundle.Weights), bundle.Tokenizer!, bundle.Bert!.MaxPositionEmbeddings);
        var beginning = new RunFeatures(0, 0, 0, 0, null, 0, 100, true, default);
        return controller.Predict([beginning], useMcts: true) is null
            ? throw new ModelFormatException("The network's answer to a first state is no finite number: some of its weights are too large.")
            : controller;
    }

    // Implemented in FullFeed/, which is compiled where the feed has ONNX Runtime; elsewhere the call is left out.
    static partial void CreateByOnnxRuntime(ModelBundle bundle, ref IModelController? controller);
}
