using System.Globalization;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Onnx;

/// <summary>Writes a router's model as an ONNX file, with what a caller elsewhere needs to ask it.</summary>
/// <param name="source">Where the model comes from.</param>
/// <param name="output">Where the result is printed.</param>
internal sealed class OnnxExporter(IModelSource source, TextWriter output)
{
    /// <summary>Writes the newest model of the source.</summary>
    /// <param name="path">The file, which is replaced.</param>
    /// <param name="cancellationToken">Cancels the export.</param>
    /// <exception cref="TrainingException">There is no model.</exception>
    /// <exception cref="ModelFormatException">The model can't be used; no file is written.</exception>
    public async Task RunAsync(string path, CancellationToken cancellationToken)
    {
        var mark = await source.FindAsync(cancellationToken)
            ?? throw new TrainingException($"{source.Place} is not there. Train a model with train-rnn or train-bert-lora, or import one.");
        var (bundle, from) = await source.LoadAsync(mark, cancellationToken);

        // As the service would, so that what is refused there is refused here.
        ServedModel.Of(bundle, from, threshold: 0, DateTimeOffset.UnixEpoch);

        // A reader never sees half a model.
        var unfinished = path + ".part";
        try
        {
            await using (var file = File.Create(unfinished))
                Write(bundle, file);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        var size = new FileInfo(path).Length;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{bundle.Type} model {bundle.Version} from {from}: {path} ({size:N0} bytes)"));
    }

    private static void Write(ModelBundle bundle, Stream file)
    {
        var metadata = new Dictionary<string, string>
        {
            ["type"] = bundle.Type,
            ["version"] = bundle.Version,
            ["classes"] = "hrm,trm,mcts",
        };
        if (bundle.Gru is { } gru)
        {
            OnnxModel.WriteGru(gru, bundle.Weights, metadata, file);
            return;
        }

        metadata["vocab"] = bundle.Tokenizer!.Vocabulary.ToString();
        metadata["lower_case"] = bundle.Tokenizer.LowerCase ? "true" : "false";
        OnnxModel.WriteBert(bundle.Bert!, bundle.Weights, metadata, file);
    }
}
