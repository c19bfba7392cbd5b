using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Inference;

/// <summary>Turns tokens into the states that the first layer takes: word, position and type added up and normalised.</summary>
internal sealed unsafe class BertEmbedding
{
    private const string Name = "bert.embeddings";

    private readonly float[] _words;
    private readonly float[] _positions;
    private readonly float[] _types;
    private readonly PackedNorm _norm;
    private readonly int _size;

    public BertEmbedding(KernelSet kernels, BertConfig config, BertTensors tensors)
    {
        _size = config.HiddenSize;
        _words = tensors.Get($"{Name}.word_embeddings.weight", config.VocabSize, _size).ToArray();
        _positions = tensors.Get($"{Name}.position_embeddings.weight", config.MaxPositionEmbeddings, _size).ToArray();
        _types = tensors.Get($"{Name}.token_type_embeddings.weight", config.TypeVocabSize, _size).ToArray();
        _norm = new PackedNorm(kernels, tensors, $"{Name}.LayerNorm", _size, config.LayerNormEps);
    }

    /// <summary>Embeds the first tokens of a sequence. Without types all are of type 0.</summary>
    public void Apply(ReadOnlySpan<int> tokens, ReadOnlySpan<int> types, float* states)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            var state = new Span<float>(states + ((nint)i * _size), _size);
            TensorPrimitives.Add(Row(_words, tokens[i]), Row(_types, types.IsEmpty ? 0 : types[i]), state);
            TensorPrimitives.Add(state, Row(_positions, i), state);
        }

        _norm.Apply(states, null, states, tokens.Length, null);
    }

    private ReadOnlySpan<float> Row(float[] table, int index) => table.AsSpan(index * _size, _size);
}
