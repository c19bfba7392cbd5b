using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Optimizers;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Tests.Modules;

public sealed class BertClassifierTests
{
    private readonly Tape _tape = new(new SeededRandom(1));
    private readonly int[] _tokens = Batches.Numbers(4 * 6, 30, 2);
    private readonly int[] _labels = [0, 1, 2, 1];

    [Fact]
    public void ItsParametersHaveHuggingFacesNames()
    {
        var names = Made().Parameters.Select(parameter => parameter.Name).ToArray();
        names[..7].ShouldBe(
        [
            "bert.embeddings.word_embeddings.weight", "bert.embeddings.position_embeddings.weight", "bert.embeddings.token_type_embeddings.weight",
            "bert.embeddings.LayerNorm.weight", "bert.embeddings.LayerNorm.bias",
            "bert.encoder.layer.0.attention.self.query.weight", "bert.encoder.layer.0.attention.self.query.bias",
        ]);
        names[^4..].ShouldBe(["bert.pooler.dense.weight", "bert.pooler.dense.bias", "classifier.weight", "classifier.bias"]);
        names.Length.ShouldBe(5 + (2 * 16) + 4);
    }

    [Fact]
    public void WhatFillsUpAShorterTextDoesNotMatter()
    {
        var model = Made();
        int[] lengths = [3, 6, 1, 5];
        var expected = Logits(model, _tokens, lengths);
        var others = _tokens.ToArray();
        others.AsSpan(3, 3).Fill(29);
        others.AsSpan(13, 5).Fill(28);
        Logits(model, others, lengths).ShouldBe(expected);
    }

    [Fact]
    public void ATextsLogitsDoNotDependOnItsNeighbours()
    {
        var model = Made();
        var together = Logits(model, _tokens, [6, 2, 6, 6]);
        _tape.Start(training: false);
        var alone = model.Forward(_tape, _tokens.AsSpan(6, 6), [], [2], 1, 6).Values.ToArray();
        for (var i = 0; i < 3; i++) alone[i].ShouldBe(together[3 + i], 1e-6f);
    }

    [Fact]
    public void AnOlderCheckpointsNamesAreFound()
    {
        var model = Made();
        var older = new ModelWeights();
        foreach (var tensor in model.Export().Tensors.Where(tensor => !tensor.Name.StartsWith("classifier", StringComparison.Ordinal)))
        {
            var name = tensor.Name["bert.".Length..].Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal);
            older.Add(name, tensor.Shape, tensor.Values);
        }

        var loaded = new BertClassifier(Batches.SmallBert, new SeededRandom(9), weights: older);
        foreach (var (actual, expected) in loaded.Parameters.SkipLast(2).Zip(model.Parameters)) actual.Tensor.Values.ToArray().ShouldBe(expected.Tensor.Values.ToArray());
        loaded.Parameters[^2].Tensor.Values.ToArray().ShouldContain(value => value != 0);
    }

    [Fact]
    public void ACheckpointThatLacksALayerIsRefusedByName() =>
        Should.Throw<ModelFormatException>(() => new BertClassifier(Batches.SmallBert with { NumHiddenLayers = 3 }, new SeededRandom(1), weights: Made().Export()))
            .Message.ShouldContain("'bert.encoder.layer.2.attention.self.query.weight'");

    [Fact]
    public void AFreshAdaptationChangesNothing()
    {
        var model = Made();
        var adapted = new BertClassifier(Batches.SmallBert, new SeededRandom(3), new LoraConfig(), model.Export());
        Logits(adapted, _tokens, []).ShouldBe(Logits(model, _tokens, []));
    }

    [Fact]
    public void AnAdaptationTrainsOnlyItsMatricesAndTheClassifier()
    {
        var model = Made(new LoraConfig());
        var before = model.Export();
        Train(model, 3);

        string[] changed = [.. model.Parameters.Where(parameter => !parameter.Tensor.Values.SequenceEqual(before.Get(parameter.Name, [.. parameter.Shape]))).Select(parameter => parameter.Name)];
        changed.Length.ShouldBe((2 * 2 * 2) + 2);
        changed.ShouldAllBe(name => name.Contains(".lora_") || name.StartsWith("classifier."));
        changed.ShouldContain("bert.encoder.layer.1.attention.self.value.lora_B.weight");
    }

    [Fact]
    public void MergedWeightsGiveTheSameLogitsWithoutTheAdaptation()
    {
        var model = Made(new LoraConfig(Rank: 2) { TargetModules = ["query", "dense"] });
        Train(model, 5);
        var merged = new BertClassifier(Batches.SmallBert, new SeededRandom(8), weights: model.ExportMerged());
        var (expected, actual) = (Logits(model, _tokens, []), Logits(merged, _tokens, []));
        for (var i = 0; i < expected.Length; i++) actual[i].ShouldBe(expected[i], 1e-5f);
        model.ExportMerged().Tensors.ShouldNotContain(tensor => tensor.Name.Contains("lora"));
    }

    [Fact]
    public void AnAdaptationOfLayersThatDoNotExistIsRefusedByName() =>
        Should.Throw<ModelFormatException>(() => Made(new LoraConfig { TargetModules = ["q_proj"] })).Message.ShouldContain("[q_proj]");

    [Fact]
    public void ATextThatIsTooLongIsRefused()
    {
        _tape.Start(training: false);
        Should.Throw<ArgumentOutOfRangeException>(() => Made().Forward(_tape, new int[17], [], [], 1, 17)).Message.ShouldContain("at most 16");
    }

    [Fact]
    public void ATokenThatIsNotInTheVocabularyIsRefused()
    {
        _tape.Start(training: false);
        Should.Throw<ArgumentOutOfRangeException>(() => Made().Forward(_tape, [1, 30], [], [], 1, 2)).Message.ShouldContain("from 0 to 29");
    }

    private static BertClassifier Made(LoraConfig? lora = null) => new(Batches.SmallBert, new SeededRandom(1), lora);

    private float[] Logits(BertClassifier model, int[] tokens, int[] lengths)
    {
        _tape.Start(training: false);
        return model.Forward(_tape, tokens, [], lengths, 4, 6).Values.ToArray();
    }

    private void Train(BertClassifier model, int steps)
    {
        var optimizer = new Adam(model.Parameters, AdamOptions.AdamW);
        for (var step = 0; step < steps; step++)
        {
            _tape.Start(training: true);
            _tape.Backward(_tape.CrossEntropy(model.Forward(_tape, _tokens, [], [], 4, 6), _labels));
            optimizer.Step(1e-2);
        }
    }
}
