using System.Globalization;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Text;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Training.Networks;

/// <summary>What BERT begins with: a checkpoint, of which LoRA and the classifier are trained, or nothing, and then all of it is trained, LoRA included.</summary>
internal static class BertStart
{
    private const string Classifier = "classifier.";

    // Enough texts to know how long they get.
    private const int MostMeasured = 4096;

    /// <summary>The network of a command.</summary>
    /// <param name="folder">The checkpoint; null: none.</param>
    /// <param name="lora">How linear layers are adapted.</param>
    /// <param name="split">The examples; without a checkpoint the vocabulary is made of their words.</param>
    /// <param name="plan">How it will be trained.</param>
    /// <param name="mostBytes">The largest model that the service reads.</param>
    /// <param name="memory">Makes sure that there is memory.</param>
    /// <param name="team">Threads that share the work; null: the caller's alone.</param>
    /// <exception cref="ModelFormatException">The checkpoint can't be used; the message names the file and the field.</exception>
    /// <exception cref="TrainingException">There is not enough memory.</exception>
    public static BertTrainee Create(string? folder, LoraConfig lora, DataSplit split, TrainingPlan plan, int mostBytes, MemoryCheck memory, WorkerTeam? team)
    {
        if (folder is null)
        {
            var vocabulary = StateVocabulary.Of(split.Training);
            var tokenizer = new WordPieceTokenizer(vocabulary);
            Demand(Small(vocabulary), tokenizer, everything: true);
            return FromNothing(lora, tokenizer, plan.Seed, team);
        }

        var checkpoint = CheckpointFolder.ReadParts(folder, mostBytes);
        Demand(checkpoint.Config, checkpoint.Tokenizer, everything: false);
        return FromCheckpoint(checkpoint, lora, plan.Seed, mostBytes, team);

        void Demand(BertConfig config, WordPieceTokenizer tokenizer, bool everything)
        {
            var ids = new int[Math.Min(BertController.MostTokens, config.MaxPositionEmbeddings)];
            var longest = split.Training.Take(MostMeasured).Max(example => tokenizer.Encode(example.States[^1].ToText(), ids));
            memory.Demand(TrainingMemory.Of(config, lora, everything, Math.Min(plan.BatchSize, split.Training.Count), longest), plan.BatchSize);
        }
    }

    /// <summary>The configuration of a small BERT with a vocabulary.</summary>
    public static BertConfig Small(Vocabulary vocabulary) => ForAgents(BertConfig.Mini with { VocabSize = vocabulary.Tokens.Count });

    private static BertTrainee FromNothing(LoraConfig lora, WordPieceTokenizer tokenizer, long seed, WorkerTeam? team)
    {
        var network = new BertClassifier(Small(tokenizer.Vocabulary), RandomStreams.Open(seed, RandomStream.Weights), lora);
        foreach (var parameter in network.Parameters)
            parameter.Trainable = true;
        return new(network, tokenizer, "", seed, team);
    }

    private static BertTrainee FromCheckpoint((BertConfig Config, WordPieceTokenizer Tokenizer, ModelWeights Weights) checkpoint, LoraConfig lora, long seed, int mostBytes, WorkerTeam? team)
    {
        // A classifier of other classes than the agents is of no use, and is made anew.
        var weights = new ModelWeights();
        var keep = checkpoint.Weights.TryGet(Classifier + "weight", out var classifier) && classifier.Shape is [AgentNames.Count, _];
        foreach (var tensor in checkpoint.Weights.Tensors.Where(tensor => keep || !tensor.Name.StartsWith(Classifier, StringComparison.Ordinal)))
            weights.Add(tensor);

        var config = ForAgents(checkpoint.Config);

        // What the service would refuse is refused before the training.
        ModelBundle.Check(config, checkpoint.Tokenizer);
        ServableModel.Check(weights.Tensors.Sum(tensor => (long)tensor.Values.Length), checkpoint.Tokenizer, mostBytes);
        var network = new BertClassifier(config, RandomStreams.Open(seed, RandomStream.Weights), lora, weights);
        return new(network, checkpoint.Tokenizer, ModelVersion.Of(weights), seed, team);
    }

    private static BertConfig ForAgents(BertConfig config) => config with
    {
        NumLabels = AgentNames.Count,
        Labels = Enumerable.Range(0, AgentNames.Count).ToDictionary(index => index.ToString(CultureInfo.InvariantCulture), index => ((Agent)index).Name()),
    };
}
