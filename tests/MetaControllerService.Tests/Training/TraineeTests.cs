using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.MetaControllerService.Training.Networks;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Text;

namespace MctsAspire.MetaControllerService.Tests.Training;

public sealed class TraineeTests
{
    private readonly IReadOnlyList<TrainingExample> _examples = SyntheticDecisions.Generate(48, 1, balanced: true);

    public static TheoryData<string> Types => new("rnn", "bert");

    [Theory]
    [MemberData(nameof(Types))]
    public void WhatIsServedPredictsAsWhatWasTrained(string type)
    {
        var trainee = Trainee(type);
        foreach (var batch in _examples.Chunk(8))
            trainee.Step(batch, 1e-3);

        var trained = trainee.Predict(_examples);
        var served = ModelControllers.Create(trainee.Bundle());

        for (var i = 0; i < _examples.Count; i++)
        {
            var probabilities = served.Predict([.. _examples[i].States], useMcts: true).ShouldNotBeNull();
            probabilities.Hrm.ShouldBe(trained[i][0], 1e-4);
            probabilities.Trm.ShouldBe(trained[i][1], 1e-4);
            probabilities.Mcts.ShouldBe(trained[i][2], 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void StepsLowerTheLoss(string type)
    {
        var trainee = Trainee(type);

        var losses = Enumerable.Range(0, 60).Select(_ => trainee.Step(_examples, 5e-3).Loss).ToList();

        losses.TakeLast(5).Average().ShouldBeLessThan(losses.Take(5).Average());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void AStateThatIsLoadedGoesOnWithTheSameBits(string type)
    {
        var (one, other) = (Trainee(type), Trainee(type));
        foreach (var batch in _examples.Chunk(16))
            one.Step(batch, 1e-3);

        other.LoadState(one.SaveState());

        foreach (var batch in _examples.Chunk(12))
            other.Step(batch, 1e-3).ShouldBe(one.Step(batch, 1e-3));
        other.Bundle().Version.ShouldBe(one.Bundle().Version);
    }

    [Fact]
    public void TheVocabularyOfStatesReadsNumbersDigitByDigitAndKnowsEveryWord()
    {
        var vocabulary = StateVocabulary.Of([.. _examples.Take(10)]);
        var tokenizer = new WordPieceTokenizer(vocabulary);

        tokenizer.Tokenize("HRM confidence: 0.805").ShouldBe(["hrm", "confidence", ":", "0", ".", "8", "##0", "##5"]);
        foreach (var example in SyntheticDecisions.Generate(200, 9, balanced: false))
            tokenizer.Tokenize(example.States[^1].ToText()).ShouldNotContain("[UNK]");
    }

    [Fact]
    public void FromNothingAllWeightsAreTrained()
    {
        var split = DataSplit.Of(SyntheticDecisions.Generate(20, 1, balanced: false), 1);
        var trainee = BertStart.Create(null, new LoraConfig(), split, Plan, 1 << 20, new(TextWriter.Null, () => (long.MaxValue, 0)), null);

        var bundle = trainee.Bundle();

        // The adaptation of query and value in four layers: 256 x 4 twice each.
        trainee.TrainedWeights.ShouldBe((int)bundle.Parameters + (4 * 2 * 2 * 4 * 256));
    }

    private static ITrainee Trainee(string type)
    {
        if (type == "rnn")
            return new GruTrainee(new GruConfig(HiddenSize: 16, Layers: 2), 1, null);
        var vocabulary = StateVocabulary.Of(SyntheticDecisions.Generate(10, 1, balanced: false));
        var config = new BertConfig { VocabSize = vocabulary.Tokens.Count, HiddenSize = 16, NumHiddenLayers = 2, NumAttentionHeads = 2, IntermediateSize = 32, MaxPositionEmbeddings = 96, NumLabels = 3 };
        return new BertTrainee(new BertClassifier(config, new SeededRandom(3), new LoraConfig(Rank: 2)), new WordPieceTokenizer(vocabulary), "", 1, null);
    }

    private static TrainingPlan Plan => new() { LearningRate = 1e-3, BatchSize = 8, Epochs = 1, Patience = 1, WarmupSteps = 0, Seed = 1 };
}
