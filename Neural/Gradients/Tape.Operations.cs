using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <content>What can be computed. Shapes that don't fit together are refused with an <see cref="ArgumentException"/> that shows them.</content>
public sealed partial class Tape
{
    /// <summary>x · Wᵀ + b.</summary>
    /// <param name="input">rows × inputs.</param>
    /// <param name="weight">outputs × inputs, as PyTorch keeps it.</param>
    /// <param name="bias">As many values as outputs, or null.</param>
    /// <returns>rows × outputs.</returns>
    public Tensor Linear(Tensor input, Tensor weight, Tensor? bias = null) => Next<LinearOperation>().Forward(this, input, weight, bias);

    /// <summary>a + scale · b, of one shape.</summary>
    public Tensor Add(Tensor left, Tensor right, float scale = 1) => Next<AddOperation>().Forward(this, left, right, scale);

    /// <summary>In training sets a share of the values to zero and multiplies the others by 1 / (1 - probability); else the input itself.</summary>
    /// <param name="input">Any tensor.</param>
    /// <param name="probability">The share: at least 0, below 1.</param>
    public Tensor Dropout(Tensor input, double probability) =>
        Training && Share(probability) > 0 ? Next<DropoutOperation>().Forward(this, input, probability) : input;

    /// <summary>Normalises each row to mean 0 and variance 1, then multiplies it by a weight and adds a bias.</summary>
    /// <param name="input">Any tensor.</param>
    /// <param name="weight">As many values as columns.</param>
    /// <param name="bias">As many values as columns.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    public Tensor LayerNorm(Tensor input, Tensor weight, Tensor bias, double epsilon) =>
        Next<LayerNormOperation>().Forward(this, input, weight, bias, (float)epsilon);

    /// <summary>GELU of each value, the exact one by the error function.</summary>
    public Tensor Gelu(Tensor input) => Next<MapOperation<GeluFunction, GeluSlopeFunction>>().Forward(this, input);

    /// <summary>An activation of each value.</summary>
    /// <param name="input">Any tensor.</param>
    /// <param name="activation">Which one.</param>
    public Tensor Activate(Tensor input, HiddenActivation activation) => activation switch
    {
        HiddenActivation.Gelu => Gelu(input),
        HiddenActivation.GeluTanh => Next<MapOperation<GeluTanhFunction, GeluTanhSlopeFunction>>().Forward(this, input),
        HiddenActivation.Relu => Next<MapOperation<ReluFunction, ReluSlopeFunction>>().Forward(this, input),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };

    /// <summary>The hyperbolic tangent of each value.</summary>
    public Tensor Tanh(Tensor input) => Next<TanhOperation>().Forward(this, input);

    /// <summary>The softmax of each row.</summary>
    public Tensor Softmax(Tensor input) => Next<SoftmaxOperation>().Forward(this, input);

    /// <summary>Rows of a table by number: an embedding, or a choice among the rows of a result.</summary>
    /// <param name="table">The rows to choose from.</param>
    /// <param name="ids">Their numbers, each from 0 to rows - 1; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Tensor Rows(Tensor table, ReadOnlySpan<int> ids) => Next<EmbeddingOperation>().Forward(this, table, ids);

    /// <summary>Multi-head attention within each of several sequences that lie one after the other.</summary>
    /// <param name="query">A row for each token; the heads lie side by side in the columns.</param>
    /// <param name="key">The same shape.</param>
    /// <param name="value">The same shape.</param>
    /// <param name="starts">The row at which each sequence starts, in rising order from 0, and the number of rows at the end.</param>
    /// <param name="heads">Number of heads, a divisor of the columns.</param>
    /// <param name="dropout">Share of the attention that is dropped in training: at least 0, below 1.</param>
    public Tensor Attention(Tensor query, Tensor key, Tensor value, ReadOnlySpan<int> starts, int heads, double dropout = 0) =>
        Next<AttentionOperation>().Forward(this, query, key, value, starts, heads, Training ? Share(dropout) : 0);

    /// <summary>The hidden states of a layer of gated recurrent units after each step, beginning with zero.</summary>
    /// <param name="input">steps · batch rows, ordered by step, then by sequence.</param>
    /// <param name="weights">The layer's weights.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <returns>steps · batch rows in the same order.</returns>
    public Tensor Gru(Tensor input, GruWeights weights, int batch) => Next<GruOperation>().Forward(this, input, weights, batch);

    /// <summary>The mean over the rows of -log softmax(logits)[label].</summary>
    /// <param name="logits">rows × classes.</param>
    /// <param name="labels">A class for each row; copied.</param>
    /// <returns>A single value.</returns>
    public Tensor CrossEntropy(Tensor logits, ReadOnlySpan<int> labels) => Next<CrossEntropyOperation>().Forward(this, logits, labels);

    private static double Share(double probability) =>
        probability is >= 0 and < 1 ? probability : throw new ArgumentOutOfRangeException(nameof(probability), probability, "A share that is dropped must be at least 0 and below 1.");
}
