using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Onnx.Format;
using MctsAspire.MetaControllerService.Tests.Models;
using MctsAspire.MetaControllerService.Tests.Onnx;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Text;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Tests.Commands;

public sealed class ExportOnnxCommandTests : IAsyncDisposable
{
    private static readonly WordPieceTokenizer Tokenizer = new(Vocabulary.Parse("[PAD]\n[UNK]\n[CLS]\n[SEP]\nhrm"), lowerCase: true);

    private readonly CommandRun _run = new();

    private string Exported => _run.PathOf("router.onnx");

    public async ValueTask DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task TheNewestModelOfTheStoreIsExported()
    {
        var bundle = ModelBundle.Of(new GruConfig(HiddenSize: 4), RandomWeights.Gru(new GruConfig(HiddenSize: 4), seed: 1));
        await ModelArtifacts.PutAsync(_run.Artifacts, bundle, int.MaxValue, default);

        (await _run.RunAsync("export-onnx", Exported)).ShouldBe(0, _run.Error);

        Metadata()["version"].ShouldBe(bundle.Version);
        _run.Output.ShouldContain(bundle.Version);
    }

    [Fact]
    public async Task WithoutAModelTheCommandSaysHowToGetOneAndLeavesNoFile()
    {
        (await _run.RunAsync("export-onnx", Exported, "--type", "bert")).ShouldBe(1);

        _run.Error.ShouldContain("train-bert-lora");
        Directory.GetFiles(_run.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task AModelThatDoesNotFitItsNetworkLeavesTheOldFile()
    {
        await File.WriteAllTextAsync(Exported, "old");
        await _run.Artifacts.PutAsync("meta-controller", "rnn", TestModels.File(ModelBundle.Of(new GruConfig(Layers: 2), RandomWeights.Gru(new GruConfig(), seed: 1))), default);

        (await _run.RunAsync("export-onnx", Exported)).ShouldBe(1);

        _run.Error.ShouldContain("l1");
        (await File.ReadAllTextAsync(Exported)).ShouldBe("old");
        Directory.GetFiles(_run.Folder).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ABertTakesItsVocabularyAlongAndMayHaveOlderNames()
    {
        var config = new BertConfig
        {
            VocabSize = 5, HiddenSize = 8, NumHiddenLayers = 1, NumAttentionHeads = 2, IntermediateSize = 16, MaxPositionEmbeddings = 8, NumLabels = 3,
        };
        var older = new ModelWeights();
        foreach (var (name, shape, values) in RandomWeights.Bert(config, seed: 2).Tensors.Select(tensor => (tensor.Name, tensor.Shape, tensor.Values)))
        {
            var bare = name.Replace("bert.", "", StringComparison.Ordinal);
            older.Add(bare.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal), [.. shape], values);
        }

        await ModelArtifacts.PutAsync(_run.Artifacts, ModelBundle.Of(config, Tokenizer, older), int.MaxValue, default);

        (await _run.RunAsync("export-onnx", Exported, "--type", "bert")).ShouldBe(0, _run.Error);

        Metadata()["vocab"].ShouldBe(Tokenizer.Vocabulary.ToString());
    }

    private Dictionary<string, string> Metadata()
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Exported));
        return model.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
    }
}
