using System.Text.Json;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Tests.Commands;

public sealed class TrainCommandTests : IAsyncLifetime
{
    private static readonly string[] Small = ["train-rnn", "--num_samples", "120", "--epochs", "2", "--hidden_dim", "8", "--seed", "3"];

    private readonly CommandRun _run = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Theory]
    [InlineData("--save_path", "must name a file")]
    [InlineData("--output_dir", "must name a folder")]
    public async Task APlaceThatCannotBeWrittenToIsRefusedBeforeTheTraining(string option, string problem)
    {
        var place = option == "--save_path" ? _run.Folder : _run.PathOf("file");
        await File.WriteAllTextAsync(_run.PathOf("file"), "");

        (await _run.RunAsync("train-rnn", "--num_samples", "20", option, place)).ShouldBe(1);

        _run.Error.ShouldContain($"{option} {problem}");
        _run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task ATrainedModelIsStoredServedAndWrittenToFiles()
    {
        (await _run.RunAsync([.. Small, "--save_path", _run.PathOf("out/model.safetensors"), "--output_dir", _run.PathOf("reports")])).ShouldBe(0, _run.Error);

        var bundle = (await _run.ServedAsync("rnn")).ShouldNotBeNull();
        bundle.Gru!.HiddenSize.ShouldBe(8);
        BundleFile.Read(await File.ReadAllBytesAsync(_run.PathOf("out/model.safetensors"))).Version.ShouldBe(bundle.Version);
        _run.Output.ShouldContain(bundle.Version);
        var report = await File.ReadAllTextAsync(_run.PathOf("reports/report.html"));
        report.ShouldContain(bundle.Version);
        report.ShouldContain("Confusion");
        report.ShouldContain("Reliability");
        (await _run.Artifacts.ListAsync("meta-controller-reports", 10, default)).ShouldHaveSingleItem();
        (await _run.Artifacts.ListAsync("meta-controller-checkpoints", 10, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task TheSameRunGivesTheSameBytesAndAnotherSeedOthers()
    {
        await _run.RunAsync([.. Small, "--save_path", _run.PathOf("a")]);
        await _run.RunAsync([.. Small, "--save_path", _run.PathOf("b")]);
        await _run.RunAsync([.. Small[..^1], "4", "--save_path", _run.PathOf("c")]);

        var first = await File.ReadAllBytesAsync(_run.PathOf("a"));
        (await File.ReadAllBytesAsync(_run.PathOf("b"))).ShouldBe(first);
        (await File.ReadAllBytesAsync(_run.PathOf("c"))).ShouldNotBe(first);
    }

    [Fact]
    public async Task TheFiguresOfTheRunAreInTheBundle()
    {
        await _run.RunAsync(Small);

        using var training = JsonDocument.Parse((await _run.ServedAsync("rnn"))!.Training);
        var test = training.RootElement.GetProperty("test");
        test.GetProperty("accuracy").GetDouble().ShouldBeInRange(0, 1);
        test.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetInt32())).ShouldBe(18);
        training.RootElement.GetProperty("plan").GetProperty("seed").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task LoggedDecisionsAreLearned()
    {
        // Whatever the state, trm is right: that is easily learned.
        var lines = SyntheticDecisions.Generate(200, 1, balanced: false).Select(example => ExampleLine.Write(example with { Label = MetaControllerService.Features.Agent.Trm }));
        await File.WriteAllLinesAsync(_run.PathOf("log.jsonl"), lines);

        (await _run.RunAsync([.. Small, "--data_path", _run.PathOf("log.jsonl"), "--lr", "0.02"])).ShouldBe(0, _run.Error);

        _run.Output.ShouldContain("test accuracy 1.0000");
    }

    [Fact]
    public async Task ImportedDecisionsAreLearnedByTheirId()
    {
        await File.WriteAllLinesAsync(_run.PathOf("log.jsonl"), SyntheticDecisions.Generate(60, 1, balanced: false).Select(ExampleLine.Write));
        (await _run.RunAsync("import", _run.PathOf("log.jsonl"))).ShouldBe(0, _run.Error);
        var id = (await _run.Artifacts.ListAsync(TrainingData.Owner, 10, default)).ShouldHaveSingleItem().Id;
        _run.Output.ShouldContain(id);

        (await _run.RunAsync([.. Small, "--data_path", id])).ShouldBe(0, _run.Error);

        _run.Output.ShouldContain("42 to train, 9 to validate, 9 to test");
    }

    [Theory]
    [InlineData("absent.jsonl", "there is no file")]
    [InlineData("broken.jsonl", "broken.jsonl: line 1 is not valid JSON")]
    [InlineData("few.jsonl", "there are 3 decisions")]
    public async Task DataThatCantBeUsedIsRefusedInOneLine(string file, string problem)
    {
        await File.WriteAllTextAsync(_run.PathOf("broken.jsonl"), "{\"states\":");
        await File.WriteAllLinesAsync(_run.PathOf("few.jsonl"), SyntheticDecisions.Generate(3, 1, balanced: false).Select(ExampleLine.Write));

        (await _run.RunAsync([.. Small, "--data_path", _run.PathOf(file)])).ShouldBe(1);

        _run.Error.ShouldStartWith("error: ");
        _run.Error.ShouldContain(problem);
        _run.Error.Trim().ShouldNotContain('\n');
        (await _run.ServedAsync("rnn")).ShouldBeNull();
    }

    [Fact]
    public async Task ResumeWithoutACheckpointBeginsAnewAndSaysSo()
    {
        (await _run.RunAsync([.. Small, "--resume"])).ShouldBe(0, _run.Error);

        _run.Output.ShouldContain("There is no checkpoint");
    }

    [Fact]
    public async Task OfACheckpointFolderTheAdaptationAndTheClassifierAreTrained()
    {
        var start = await WriteCheckpointAsync(classes: 2);

        (await _run.RunAsync("train-bert-lora", "--model_name", _run.PathOf("bert"), "--num_samples", "60", "--epochs", "1", "--batch_size", "8", "--warmup_steps", "2", "--balanced", "--lora_r", "2")).ShouldBe(0, _run.Error);

        var bundle = (await _run.ServedAsync("bert")).ShouldNotBeNull();
        bundle.Bert!.Classes.ShouldBe(3);
        bundle.Weights.Tensors.ShouldNotContain(tensor => tensor.Name.Contains("lora"));
        foreach (var tensor in bundle.Weights.Tensors.Where(tensor => !tensor.Name.StartsWith("classifier", StringComparison.Ordinal)))
        {
            start.TryGet(tensor.Name, out var before).ShouldBeTrue(tensor.Name);
            var isAdapted = tensor.Name.EndsWith("query.weight", StringComparison.Ordinal) || tensor.Name.EndsWith("value.weight", StringComparison.Ordinal);
            before!.Values.AsSpan().SequenceEqual(tensor.Values).ShouldBe(!isAdapted, tensor.Name);
        }
    }

    [Fact]
    public async Task ADamagedCheckpointFolderIsRefusedByTheFile()
    {
        await WriteCheckpointAsync(classes: 3);
        var path = _run.PathOf("bert/model.safetensors");
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..^9]);

        (await _run.RunAsync("train-bert-lora", "--model_name", _run.PathOf("bert"), "--num_samples", "60")).ShouldBe(1);

        _run.Error.ShouldStartWith("error: model.safetensors: ");
    }

    private async Task<ModelWeights> WriteCheckpointAsync(int classes)
    {
        string[] words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "hrm", "trm", "mcts", "confidence", "value", ":", ".", .. "0123456789".SelectMany(digit => new[] { $"{digit}", $"##{digit}" })];
        var config = new BertConfig { VocabSize = words.Length, HiddenSize = 8, NumHiddenLayers = 2, NumAttentionHeads = 2, IntermediateSize = 16, MaxPositionEmbeddings = 80, NumLabels = classes };
        var weights = new BertClassifier(config, new SeededRandom(1)).Export();
        var folder = Directory.CreateDirectory(_run.PathOf("bert")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), config.ToJson());
        await File.WriteAllTextAsync(Path.Combine(folder, "vocab.txt"), string.Join('\n', words));
        await using var file = File.Create(Path.Combine(folder, "model.safetensors"));
        SafeTensors.Write(file, weights, new Dictionary<string, string>());
        return weights;
    }
}
