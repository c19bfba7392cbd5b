using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Optimizers;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Text;

namespace MctsAspire.MetaControllerService.Training.Networks;

/// <summary>The BERT classifier under training; it reads the last state in words.</summary>
internal sealed class BertTrainee : ModelTrainee
{
    private readonly BertClassifier _network;
    private readonly WordPieceTokenizer _tokenizer;
    private readonly string _start;

    /// <summary>A network under training.</summary>
    /// <param name="network">The network; what of it is trainable is trained.</param>
    /// <param name="tokenizer">Cuts its texts.</param>
    /// <param name="start">The version of the weights that it begins with.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="team">Threads that share the work; null: the caller's alone.</param>
    public BertTrainee(BertClassifier network, WordPieceTokenizer tokenizer, string start, long seed, WorkerTeam? team)
        : base(network, AdamOptions.AdamW, seed, team) => (_network, _tokenizer, _start) = (network, tokenizer, start);

    /// <inheritdoc/>
    public override string Type => ControllerTypes.Bert;

    /// <inheritdoc/>
    public override string Configuration => new JsonObject
    {
        ["network"] = JsonNode.Parse(_network.Config.ToJson()),
        ["lora"] = _network.Lora is { } lora
            ? new JsonObject { ["r"] = lora.Rank, ["alpha"] = lora.Alpha, ["dropout"] = lora.Dropout, ["target_modules"] = new JsonArray([.. lora.TargetModules.Select(name => (JsonNode)name)]) }
            : null,
        ["start"] = _start,
        ["lower_case"] = _tokenizer.LowerCase,
        ["vocabulary"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_tokenizer.Vocabulary.ToString()))),
    }.ToJsonString();

    /// <inheritdoc/>
    protected override ModelBundle MakeBundle() => ModelBundle.Of(_network.Config, _tokenizer, _network.ExportMerged());

    /// <inheritdoc/>
    protected override Tensor Forward(Tape tape, IReadOnlyList<TrainingExample> batch)
    {
        var room = Math.Min(BertController.MostTokens, _network.Config.MaxPositionEmbeddings);
        var tokens = new int[batch.Count * room];
        var lengths = new int[batch.Count];
        for (var i = 0; i < batch.Count; i++)
            lengths[i] = _tokenizer.Encode(batch[i].States[^1].ToText(), tokens.AsSpan(i * room, room));

        var longest = lengths.Max();
        var packed = new int[batch.Count * longest];
        for (var i = 0; i < batch.Count; i++)
            tokens.AsSpan(i * room, lengths[i]).CopyTo(packed.AsSpan(i * longest));
        return _network.Forward(tape, packed, [], lengths, batch.Count, longest);
    }
}
