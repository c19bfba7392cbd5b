using System.Globalization;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training.Data;
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

    /// <summary>The network of a command.</summary>
    /// <param name="folder">The checkpoint; null: none.</param>
    /// <param name="lora">How linear layers are adapted.</param>
    /// <param name="split">The examples; without a checkpoint the vocabulary is made of their words.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="mostBytes">The most bytes of a checkpoint's tensors.</param>
    /// <param name="team">Threads that share the work; null: the caller's alone.</param>
    /// <exception cref="ModelFormatException">The checkpoint can't be used; the message names the file and the field.</exception>
    public static BertTrainee Create(string? folder, LoraConfig lora, DataSplit split, long seed, int mostBytes, WorkerTeam? team) => folder is null
        ? FromNothing(lora, StateVocabulary.Of(split.Training), seed, team)
        : FromCheckpoint(CheckpointFolder.ReadParts(folder, mostBytes), lora, seed, team);

    /// <summary>The configuration of a small BERT with a vocabulary.</summary>
    public static BertConfig Small(Vocabulary vocabulary) => ForAgents(BertConfig.Mini with { VocabSize = vocabulary.Tokens.Count });

    private static BertTrainee FromNothing(LoraConfig lora, Vocabulary vocabulary, long seed, WorkerTeam? team)
    {
        var network = new BertClassifier(Small(vocabulary), RandomStreams.Open(seed, RandomStream.Weights), lora);
        foreach (var parameter in network.Parameters)
            parameter.Trainable = true;
        return new(network, new WordPieceTokenizer(vocabulary), "", seed, team);
    }

    private static BertTrainee FromCheckpoint((BertConfig Config, WordPieceTokenizer Tokenizer, ModelWeights Weights) checkpoint, LoraConfig lora, long seed, WorkerTeam? team)
    {
        // A classifier of other classes than the agents is of no use, and is made anew.
        var weights = new ModelWeights();
        var keep = checkpoint.Weights.TryGet(Classifier + "weight", out var classifier) && classifier.Shape is [AgentNames.Count, _];
        foreach (var tensor in checkpoint.Weights.Tensors.Where(tensor => keep || !tensor.Name.StartsWith(Classifier, StringComparison.Ordinal)))
            weights.Add(tensor);

        var config = ForAgents(checkpoint.Config);
        var network = new BertClassifier(config, RandomStreams.Open(seed, RandomStream.Weights), lora, weights);

        // What the service would refuse is refused before the training.
        ModelBundle.Of(config, checkpoint.Tokenizer, network.ExportMerged());
        return new(network, checkpoint.Tokenizer, ModelVersion.Of(weights), seed, team);
    }

    private static BertConfig ForAgents(BertConfig config) => config with
    {
        NumLabels = AgentNames.Count,
        Labels = Enumerable.Range(0, AgentNames.Count).ToDictionary(index => index.ToString(CultureInfo.InvariantCulture), index => ((Agent)index).Name()),
    };
}
