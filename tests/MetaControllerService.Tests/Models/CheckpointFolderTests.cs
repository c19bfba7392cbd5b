using MctsAspire.MetaControllerService.Models;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Tests.Models;

public sealed class CheckpointFolderTests : IDisposable
{
    private const int MostBytes = 1_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-checkpoint-").FullName;

    public CheckpointFolderTests() => TestModels.WriteCheckpoint(_folder, TestModels.Bert, TestModels.BertWeights(1));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ACheckpointIsTheSameModelAsItsBundle()
    {
        var read = CheckpointFolder.Read(_folder, MostBytes);

        read.Version.ShouldBe(TestModels.RandomBert(1).Version);
        read.Tokenizer!.LowerCase.ShouldBeTrue();
        ServedModel.Of(read, "", 0, default).Decide([States.Any], useMcts: true)
            .ShouldBe(ServedModel.Of(TestModels.RandomBert(1), "", 0, default).Decide([States.Any], useMcts: true));
    }

    [Fact]
    public void TheTokenizersOwnFileSaysWhetherCaseMatters()
    {
        Write("tokenizer_config.json", """{"do_lower_case": false, "model_max_length": 512}""");

        CheckpointFolder.Read(_folder, MostBytes).Tokenizer!.LowerCase.ShouldBeFalse();
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("gelu_new")]
    public void FilesAsOtherToolsWriteThemAreRead(string activation)
    {
        var words = string.Join("\r\n", TestModels.Words.Tokens);
        File.WriteAllText(Path.Combine(_folder, "vocab.txt"), words + "\r\n\r\n", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Write("config.json", (TestModels.Bert with { HiddenAct = activation }).ToJson().Replace("{", """{"architectures":["X"],"gradient_checkpointing":false,"torch_dtype":"float32",""", StringComparison.Ordinal));

        var read = CheckpointFolder.Read(_folder, MostBytes);

        read.Tokenizer!.Vocabulary.Tokens.ShouldBe(TestModels.Words.Tokens);
        BundleFile.Read(TestModels.File(read)).Bert!.HiddenAct.ShouldBe(activation);
        ServedModel.Of(read, "", 0, default).Decide([States.Any], useMcts: true).Probabilities.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocab.txt")]
    [InlineData("model.safetensors")]
    public void AMissingFileIsNamed(string name)
    {
        File.Delete(Path.Combine(_folder, name));

        Refusal().ShouldStartWith($"{name}: There is no such file");
    }

    [Theory]
    [InlineData("config.json", "{", "config.json: ")]
    [InlineData("config.json", """{"model_type":"roberta"}""", "config.json: model_type is 'roberta'")]
    [InlineData("config.json", """{"hidden_size":1e9}""", "config.json: ")]
    [InlineData("vocab.txt", "[PAD]\n", "vocab.txt: The vocabulary has no token [UNK]")]
    [InlineData("model.safetensors", "no tensors", "model.safetensors: ")]
    [InlineData("tokenizer_config.json", """{"do_lower_case": 1}""", "tokenizer_config.json: do_lower_case must be true or false")]
    [InlineData("tokenizer_config.json", """{"do_basic_tokenize": false}""", "tokenizer_config.json: do_basic_tokenize is false")]
    [InlineData("tokenizer_config.json", "[", "tokenizer_config.json: It is not valid JSON")]
    public void ABrokenFileIsNamedWithWhatIsWrongInIt(string name, string content, string problem)
    {
        Write(name, content);

        Refusal().ShouldStartWith(problem);
    }

    [Fact]
    public void ACheckpointWithoutAClassifierOfThreeClassesIsRefused()
    {
        Write("config.json", (TestModels.Bert with { NumLabels = null }).ToJson());

        Refusal().ShouldContain("num_labels is 2; a router's is 3");
    }

    [Fact]
    public void ACheckpointOfAnotherArchitectureIsRefusedByItsTensor()
    {
        Write("config.json", (TestModels.Bert with { NumHiddenLayers = 2 }).ToJson());
        var bundle = CheckpointFolder.Read(_folder, MostBytes);

        Should.Throw<ModelFormatException>(() => ServedModel.Of(bundle, "", 0, default)).Message.ShouldContain("encoder.layer.1.");
    }

    [Fact]
    public void TensorsBeyondTheBoundAreRefused() =>
        Should.Throw<ModelFormatException>(() => CheckpointFolder.Read(_folder, 1_000)).Message.ShouldStartWith("model.safetensors: ");

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);

    private string Refusal() => Should.Throw<ModelFormatException>(() => CheckpointFolder.Read(_folder, MostBytes)).Message;
}
