using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>The weights of one layer of gated recurrent units; the gates r, z and n lie below each other, as in PyTorch.</summary>
/// <param name="Input">3·hidden × inputs.</param>
/// <param name="Hidden">3·hidden × hidden.</param>
/// <param name="InputBias">3·hidden values.</param>
/// <param name="HiddenBias">3·hidden values.</param>
public sealed record GruWeights(Tensor Input, Tensor Hidden, Tensor InputBias, Tensor HiddenBias)
{
    /// <summary>Size of the hidden state.</summary>
    public int HiddenSize => Hidden.Columns;

    internal bool NeedGradient => Input.NeedsGradient || Hidden.NeedsGradient || InputBias.NeedsGradient || HiddenBias.NeedsGradient;
}
