using FsCheck.Xunit;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.Neural.Text;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Tests.Models;

public sealed class BundleFileTests
{
    [Fact]
    public void AGruComesBackAsItWasWritten()
    {
        var bundle = TestModels.RandomRnn(1) with { Created = "2025-01-31", Training = """{"accuracy":0.9}""" };

        var read = BundleFile.Read(TestModels.File(bundle));

        (read.Type, read.Gru, read.Version, read.Created, read.Training).ShouldBe(("rnn", bundle.Gru, bundle.Version, bundle.Created, bundle.Training));
        TestModels.File(read).ShouldBe(TestModels.File(bundle));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ABertComesBackWithItsVocabularyAndItsCase(bool lowerCase)
    {
        var bundle = ModelBundle.Of(TestModels.Bert, new WordPieceTokenizer(TestModels.Words, lowerCase), TestModels.BertWeights(1));

        var read = BundleFile.Read(TestModels.File(bundle));

        (read.Type, read.Version, read.Tokenizer!.LowerCase).ShouldBe(("bert", bundle.Version, lowerCase));
        read.Tokenizer.Vocabulary.Tokens.ShouldBe(TestModels.Words.Tokens);
        TestModels.File(read).ShouldBe(TestModels.File(bundle));
    }

    [Fact]
    public void AVersionNamesWhatWasLearnedAndNothingElse()
    {
        var version = TestModels.RandomRnn(1).Version;

        version.ShouldMatch("^[0-9a-f]{12}$");
        (TestModels.RandomRnn(1) with { Created = "later" }).Version.ShouldBe(version);
        TestModels.RandomRnn(2).Version.ShouldNotBe(version);
    }

    [Theory]
    [InlineData("format", null, "__metadata__.format is missing")]
    [InlineData("format", "pickle", "__metadata__.format is 'pickle'")]
    [InlineData("type", null, "__metadata__.type is missing")]
    [InlineData("type", "lstm", "__metadata__.type is 'lstm', and must be rnn or bert")]
    [InlineData("config", null, "__metadata__.config is missing")]
    [InlineData("config", "{", "can't be read")]
    [InlineData("config", """{"input_size":11,"hidden_size":4,"layers":1,"dropout":0,"classes":3}""", "input_size is 11; a router's is 10")]
    [InlineData("config", """{"input_size":10,"hidden_size":4,"layers":1,"dropout":0,"classes":4}""", "classes is 4; a router's is 3")]
    [InlineData("config", """{"input_size":10,"hidden_size":-4,"layers":1,"dropout":0,"classes":3}""", "hidden_size is -4")]
    [InlineData("version", null, "__metadata__.version is missing")]
    [InlineData("version", "0123456789ab", "__metadata__.version is '0123456789ab', and the tensors are those of")]
    [InlineData("training", "{", "__metadata__.training is not JSON")]
    public void AFileThatIsNoGruBundleIsRefusedByItsField(string field, string? value, string problem) =>
        Refusal(TestModels.File(TestModels.RandomRnn(1), metadata => Set(metadata, field, value))).ShouldContain(problem);

    [Theory]
    [InlineData("vocab", null, "__metadata__.vocab is missing")]
    [InlineData("vocab", "[PAD]\n[UNK]\n[CLS]\n", "The vocabulary has no token [SEP]")]
    [InlineData("lower_case", null, "__metadata__.lower_case is missing")]
    [InlineData("lower_case", "yes", "__metadata__.lower_case is 'yes', and must be true or false")]
    [InlineData("config", """{"num_labels":2}""", "num_labels is 2; a router's is 3")]
    [InlineData("config", """{"num_labels":3,"vocab_size":5}""", "vocab_size is 5, and the vocabulary has")]
    [InlineData("config", """{"num_labels":3,"max_position_embeddings":1}""", "max_position_embeddings is 1")]
    [InlineData("config", """{"id2label":{"0":"trm","1":"hrm","2":"mcts"}}""", "id2label has trm at 0")]
    public void AFileThatIsNoBertBundleIsRefusedByItsField(string field, string? value, string problem) =>
        Refusal(TestModels.File(TestModels.RandomBert(1), metadata => Set(metadata, field, value))).ShouldContain(problem);

    [Fact]
    public void ALongTextInTheMetadataIsRefused() =>
        Refusal(TestModels.File(TestModels.RandomRnn(1), metadata => metadata["created"] = new string('x', 100_001))).ShouldContain("__metadata__.created has 100001 characters");

    [Fact]
    public void DeepJsonIsRefused() =>
        Refusal(TestModels.File(TestModels.RandomRnn(1), metadata => metadata["training"] = new string('[', 5_000))).ShouldContain("__metadata__.training");

    [Property(MaxTest = 300)]
    public void WhateverIsCutOffOrChangedNothingButThatErrorComesOfIt(uint cut, uint place, byte value)
    {
        var file = TestModels.File(TestModels.RandomBert(1));
        file[place % file.Length] = value;
        var broken = file.AsMemory(0, (int)(cut % (file.Length + 1)));

        // A byte may have been changed to what it was, or where a change says nothing.
        var failure = Record.Exception(() => BundleFile.Read(broken));

        if (broken.Length < file.Length)
            failure.ShouldBeOfType<ModelFormatException>();
        else
            (failure is null or ModelFormatException).ShouldBeTrue(failure?.ToString());
    }

    private static void Set(Dictionary<string, string> metadata, string field, string? value)
    {
        if (value is null)
            metadata.Remove(field);
        else
            metadata[field] = value;
    }

    private static string Refusal(byte[] file) => Should.Throw<ModelFormatException>(() => BundleFile.Read(file)).Message;
}
