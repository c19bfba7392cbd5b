using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Inference;

/// <summary>
/// The layers of BERT up to the state of each sequence's first token. Tokens of several sequences stand one after the other without padding; behind the last
/// layer's attention only the first tokens go on, as nothing but them reaches the classifier.
/// </summary>
internal sealed unsafe class BertEncoder(KernelSet kernels, BertConfig config, BertTensors tensors)
{
    private readonly BertEmbedding _embedding = new(kernels, config, tensors);
    private readonly BertLayer[] _layers =
        [.. Enumerable.Range(0, config.NumHiddenLayers).Select(index => new BertLayer(kernels, config, tensors, index))];

    private readonly ScratchPool _states = new();
    private readonly ScratchPool _attention = new();

    private int Size => config.HiddenSize;

    /// <summary>Runs a group of sequences up to the last layer's attention.</summary>
    /// <param name="batch">The sequences.</param>
    /// <param name="first">The first of the group.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="context">Takes the last attention's result, a row for each sequence.</param>
    /// <param name="states">Takes what goes into the last layer, a row for each sequence.</param>
    /// <param name="team">The threads that share the work, or null.</param>
    public void Run(in BertBatch batch, int first, int count, float* context, float* states, WorkerTeam? team)
    {
        var tokens = 0;
        for (var i = 0; i < count; i++)
            tokens += batch.Lengths[first + i];
        var buffer = _states.Rent(checked((BertBatch.GroupTokens + batch.Length) * ((5 * Size) + config.IntermediateSize)));
        var all = buffer.Start;
        var queries = all + ((nint)tokens * Size);
        var keysAndValues = queries + ((nint)tokens * Size);
        var inner = keysAndValues + ((nint)tokens * 2 * Size);
        var outer = inner + ((nint)tokens * config.IntermediateSize);
        Embed(batch, first, count, all);
        foreach (var layer in _layers.AsSpan(0, _layers.Length - 1))
        {
            layer.Query.Apply(all, tokens, Size, queries, Size, activation: null, team);
            layer.KeyAndValue.Apply(all, tokens, Size, keysAndValues, 2 * Size, activation: null, team);
            Attend(batch, first, count, queries, keysAndValues, outer, firstOnly: false, team);
            layer.Finish(outer, all, tokens, inner, queries, team);
        }

        nint token = 0;
        for (var i = 0; i < count; token += batch.Lengths[first + i], i++)
            new ReadOnlySpan<float>(all + (token * Size), Size).CopyTo(new Span<float>(states + (i * Size), Size));
        _layers[^1].Query.Apply(states, count, Size, queries, Size, activation: null, team);
        _layers[^1].KeyAndValue.Apply(all, tokens, Size, keysAndValues, 2 * Size, activation: null, team);
        Attend(batch, first, count, queries, keysAndValues, context, firstOnly: true, team);
        _states.Return(buffer);
    }

    /// <summary>The rest of the last layer, for first tokens of any number of sequences; the states come out in place.</summary>
    public void Finish(float* context, float* states, int rows, float* inner, float* outer, WorkerTeam? team) =>
        _layers[^1].Finish(context, states, rows, inner, outer, team);

    private void Embed(in BertBatch batch, int first, int count, float* states)
    {
        for (var i = first; i < first + count; i++)
        {
            var (at, length) = ((nint)i * batch.Length, batch.Lengths[i]);
            _embedding.Apply(new ReadOnlySpan<int>(batch.Tokens + at, length), batch.Types == null ? [] : new ReadOnlySpan<int>(batch.Types + at, length), states);
            states += (nint)length * Size;
        }
    }

    private void Attend(in BertBatch batch, int first, int count, float* queries, float* keysAndValues, float* context, bool firstOnly, WorkerTeam? team)
    {
        var work = new AttentionWork
        {
            Kernels = kernels,
            Pool = _attention,
            Heads = config.NumAttentionHeads,
            HeadSize = config.HeadSize,
            Lengths = batch.Lengths + first,
            Longest = batch.Length,
            Queries = queries,
            FirstOnly = firstOnly,
            KeysAndValues = keysAndValues,
            Context = context,
        };
        var parts = count * config.NumAttentionHeads;
        WorkerTeam.Run(team, work, parts);
    }
}
