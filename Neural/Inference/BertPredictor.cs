using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Inference;

/// <summary>
/// The BERT classifier, ready to predict: encoder, pooler, classifier. Dropout is for training only. Any number of threads may ask at once; a call allocates
/// nothing once as many of its size have run at the same time before. A sequence's logits have the same bits alone, in any batch and on any number of threads.
/// </summary>
public sealed unsafe class BertPredictor
{
    // Sequences whose first tokens end together.
    private const int WaveSequences = 64;

    private readonly BertEncoder _encoder;
    private readonly PackedLinear _pooler;
    private readonly PackedLinear _classifier;
    private readonly ScratchPool _pool = new();
    private readonly KernelSet _kernels;
    private readonly WorkerTeam? _team;

    /// <summary>Packs the weights.</summary>
    /// <param name="config">The network.</param>
    /// <param name="weights">Its tensors under Hugging Face's names.</param>
    /// <param name="team">The threads that share the work of a call; null for the calling thread alone. It stays its owner's.</param>
    /// <exception cref="ModelFormatException">A tensor is absent or of another shape.</exception>
    public BertPredictor(BertConfig config, ModelWeights weights, WorkerTeam? team = null)
        : this(config, weights, team, KernelSet.Best)
    {
    }

    internal BertPredictor(BertConfig config, ModelWeights weights, WorkerTeam? team, KernelSet kernels)
    {
        (Config, _team, _kernels) = (config.Validate(), team, kernels);
        var (tensors, size) = (new BertTensors(weights), config.HiddenSize);
        _encoder = new BertEncoder(kernels, config, tensors);
        _pooler = new PackedLinear(kernels, tensors.Get("bert.pooler.dense.weight", size, size), tensors.Get("bert.pooler.dense.bias", size), size, size);
        _classifier = new PackedLinear(
            kernels, tensors.Get("classifier.weight", config.Classes, size), tensors.Get("classifier.bias", config.Classes), size, config.Classes);
    }

    /// <summary>The network.</summary>
    public BertConfig Config { get; }

    /// <summary>Predicts for sequences whose tokens are all of type 0.</summary>
    /// <param name="tokenIds">Batch × length token numbers; what stands behind a sequence's own length is not looked at.</param>
    /// <param name="lengths">The tokens of each sequence, 1 to <paramref name="length"/>; none if all have that length.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="length">Tokens of the longest, 1 to the network's positions.</param>
    /// <param name="logits">Batch × classes values.</param>
    /// <exception cref="ArgumentException">The values don't fit the shape, or a length or a token is out of range.</exception>
    public void Predict(ReadOnlySpan<int> tokenIds, ReadOnlySpan<int> lengths, int batch, int length, Span<float> logits) =>
        Predict(tokenIds, [], lengths, batch, length, logits);

    /// <summary>Predicts for sequences with the tokens' types.</summary>
    /// <param name="tokenIds">Batch × length token numbers; what stands behind a sequence's own length is not looked at.</param>
    /// <param name="tokenTypes">As many types; none if all are 0.</param>
    /// <param name="lengths">The tokens of each sequence, 1 to <paramref name="length"/>; none if all have that length.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="length">Tokens of the longest, 1 to the network's positions.</param>
    /// <param name="logits">Batch × classes values.</param>
    /// <exception cref="ArgumentException">The values don't fit the shape, or a length, a token or a type is out of range.</exception>
    public void Predict(ReadOnlySpan<int> tokenIds, ReadOnlySpan<int> tokenTypes, ReadOnlySpan<int> lengths, int batch, int length, Span<float> logits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Config.MaxPositionEmbeddings);
        Shape.Check(tokenIds.Length, batch, length, 1, nameof(tokenIds));
        Shape.Check(logits.Length, batch, 1, Config.Classes, nameof(logits));
        Shape.CheckLengths(lengths, batch, length);
        CheckNumbers(tokenIds, lengths, length, Config.VocabSize, nameof(tokenIds));
        if (!tokenTypes.IsEmpty)
        {
            Shape.Check(tokenTypes.Length, batch, length, 1, nameof(tokenTypes));
            CheckNumbers(tokenTypes, lengths, length, Config.TypeVocabSize, nameof(tokenTypes));
        }

        var own = stackalloc int[WaveSequences];
        fixed (int* tokens = tokenIds, types = tokenTypes)
        fixed (float* output = logits)
        {
            for (var first = 0; first < batch; first += WaveSequences)
            {
                var count = Math.Min(WaveSequences, batch - first);
                for (var i = 0; i < count; i++)
                    own[i] = lengths.IsEmpty ? length : lengths[first + i];
                var at = (nint)first * length;
                PredictWave(new BertBatch(tokens + at, types == null ? null : types + at, own, length), count, output + (first * Config.Classes));
            }
        }
    }

    private void PredictWave(in BertBatch batch, int count, float* logits)
    {
        var size = Config.HiddenSize;
        var buffer = _pool.Rent(WaveSequences * ((3 * size) + Config.IntermediateSize));
        var (context, states) = ((nint)buffer.Start, (nint)(buffer.Start + (WaveSequences * size)));
        var outer = buffer.Start + (2 * WaveSequences * size);
        var inner = outer + (WaveSequences * size);

        // The sequences that each group begins with, and the end.
        var groups = stackalloc int[WaveSequences + 1];
        var groupCount = Group(batch, count, groups);
        var work = new GroupWork(this, batch, groups, (float*)context, (float*)states);

        // As many groups at a time as there are threads; what is left over is shared inside.
        var whole = _team is null ? 0 : groupCount - (groupCount % _team.Threads);
        _team?.Run(work, whole);
        for (var group = whole; group < groupCount; group++)
            work.Execute(group, _team);

        _encoder.Finish((float*)context, (float*)states, count, inner, outer, _team);
        _pooler.Apply((float*)states, count, size, outer, size, activation: null, _team);
        _kernels.Map<TanhFunction>(outer, outer, count * size);
        _classifier.Apply(outer, count, size, logits, Config.Classes);
        _pool.Return(buffer);
    }

    private static int Group(in BertBatch batch, int count, int* groups)
    {
        var (found, tokens) = (0, BertBatch.GroupTokens);
        for (var i = 0; i < count; i++)
        {
            if (tokens >= BertBatch.GroupTokens)
            {
                groups[found++] = i;
                tokens = 0;
            }

            tokens += batch.Lengths[i];
        }

        groups[found] = count;
        return found;
    }

    private static void CheckNumbers(ReadOnlySpan<int> numbers, ReadOnlySpan<int> lengths, int length, int limit, string name)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            var used = lengths.IsEmpty || i % length < lengths[i / length];
            if (used && (uint)numbers[i] >= (uint)limit)
                throw new ArgumentException($"{name}[{i}] is {numbers[i]}; it must be from 0 to {limit - 1}.", name);
        }
    }

    private readonly struct GroupWork(BertPredictor predictor, BertBatch batch, int* groups, float* context, float* states) : IParallelWork
    {
        public void Execute(int part) => Execute(part, null);

        public void Execute(int part, WorkerTeam? team)
        {
            var (first, at) = (groups[part], (nint)groups[part] * predictor.Config.HiddenSize);
            predictor._encoder.Run(batch, first, groups[part + 1] - first, context + at, states + at, team);
        }
    }
}
