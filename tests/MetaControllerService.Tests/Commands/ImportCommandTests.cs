using System.Text;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Weights;

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
    public async Task APathThatIsNotThereIsRefused()
    {
        (await _run.RunAsync("import", _run.PathOf("absent"))).ShouldBe(1);

        _run.Error.ShouldContain("There is no file or folder");
    }

    private static ModelBundle Bundle(GruConfig config) => ModelBundle.Of(config, new GruClassifier(config, new SeededRandom(1)).Export());

    private async Task WriteAsync(ModelBundle bundle)
    {
        await using var file = File.Create(_run.PathOf("model.safetensors"));
        BundleFile.Write(file, bundle);
    }
}
