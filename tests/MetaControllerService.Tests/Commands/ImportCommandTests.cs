using System.Text;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Text;
using MctsAspire.Neural.Weights;
using MctsAspire.MetaControllerService.Tests.Models;

namespace MctsAspire.MetaControllerService.Tests.Commands;

public sealed class ImportCommandTests : IAsyncLifetime
{
    private readonly CommandRun _run = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task ABundleIsServedAfterItsImport()
    {
        var bundle = Bundle(new GruConfig(HiddenSize: 4));
        await WriteAsync(bundle);

        (await _run.RunAsync("import", _run.PathOf("model.safetensors"))).ShouldBe(0, _run.Error);

        (await _run.ServedAsync("rnn")).ShouldNotBeNull().Version.ShouldBe(bundle.Version);
        _run.Output.ShouldContain(bundle.Version);
    }

    [Fact]
    public async Task WeightsOfAnotherArchitectureAreRefusedByTheTensor()
    {
        var config = new GruConfig(HiddenSize: 4);
        await WriteAsync(ModelBundle.Of(config with { HiddenSize = 5 }, Bundle(config).Weights));

        (await _run.RunAsync("import", _run.PathOf("model.safetensors"))).ShouldBe(1);

        _run.Error.ShouldContain("gru.weight_ih_l0");
        (await _run.ServedAsync("rnn")).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a model")]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f{}")]
    [InlineData("\u0002\0\0\0\0\0\0\0{}")]
    public async Task WhatIsNoBundleIsRefused(string content)
    {
        await File.WriteAllBytesAsync(_run.PathOf("model.safetensors"), Encoding.Latin1.GetBytes(content));

        (await _run.RunAsync("import", _run.PathOf("model.safetensors"))).ShouldBe(1);

        _run.Error.ShouldStartWith("error: ");
        _run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task AFileWithoutAnEndIsRefusedWithoutBeingRead()
    {
        (await _run.RunAsync("import", "/dev/zero")).ShouldBe(1);

        _run.Error.ShouldContain("cut off");
    }

    [Fact]
    public async Task APathThatIsNotThereIsRefused()
    {
        (await _run.RunAsync("import", _run.PathOf("absent"))).ShouldBe(1);

        _run.Error.ShouldContain("There is no file or folder");
    }

    [Fact]
    public async Task AModelThatFitsAsAFileButNotAsTheServiceReadsItIsRefusedWithTheLimitAndTheWayOut()
    {
        // 16 bits a weight in the file, 32 in the bundle.
        var config = TestModels.Bert with { VocabSize = 90_000 };
        var folder = Directory.CreateDirectory(_run.PathOf("half")).FullName;
        TestModels.WriteCheckpoint(folder, config, new BertClassifier(config, new SeededRandom(1)).Export(), half: true);
        new FileInfo(Path.Combine(folder, "model.safetensors")).Length.ShouldBeLessThan(2 << 20);
        _run.Settings["MetaController:ModelMegabytes"] = "2";

        (await _run.RunAsync("import", folder)).ShouldBe(1);

        _run.Error.ShouldContain("takes 3 MiB in the form that the service reads");
        _run.Error.ShouldContain("2 MiB are allowed (MetaController:ModelMegabytes");
        _run.Error.ShouldContain("MetaController__ModelMegabytes=4");
        (await _run.ServedAsync("bert")).ShouldBeNull();
        _run.Settings["MetaController:ModelMegabytes"] = "4";
        (await _run.RunAsync("import", folder)).ShouldBe(0, _run.Error);
        (await _run.ServedAsync("bert")).ShouldNotBeNull();
    }

    [Fact]
    public async Task AVocabularyOfAMillionChineseTokensIsReadBackByTheService()
    {
        var config = TestModels.Bert with { VocabSize = Vocabulary.MostTokens, HiddenSize = 2, NumAttentionHeads = 1 };
        var folder = Directory.CreateDirectory(_run.PathOf("large")).FullName;
        TestModels.WriteCheckpoint(folder, config, new BertClassifier(config, new SeededRandom(1)).Export());
        var words = TestModels.Words.Tokens.Concat(Enumerable.Range(0, Vocabulary.MostTokens - TestModels.Words.Tokens.Count)
            .Select(number => $"{(char)(0x4E00 + (number % 20_000))}{(char)(0x4E00 + (number / 20_000))}\u4E00\u4E01\u4E02\u4E03\u4E04\u4E05"));
        await File.WriteAllLinesAsync(Path.Combine(folder, "vocab.txt"), words);

        (await _run.RunAsync("import", folder)).ShouldBe(0, _run.Error);

        (await _run.ServedAsync("bert")).ShouldNotBeNull().Tokenizer!.Vocabulary.Tokens.Count.ShouldBe(Vocabulary.MostTokens);
    }

    private static ModelBundle Bundle(GruConfig config) => ModelBundle.Of(config, new GruClassifier(config, new SeededRandom(1)).Export());

    private async Task WriteAsync(ModelBundle bundle)
    {
        await using var file = File.Create(_run.PathOf("model.safetensors"));
        BundleFile.Write(file, bundle);
    }
}
