namespace MctsAspire.Neural.Networks;

/// <summary>What stands between the two linear layers of a feed-forward network.</summary>
public enum HiddenActivation
{
    /// <summary>x · Φ(x), by the error function.</summary>
    Gelu,

    /// <summary>GELU by the hyperbolic tangent: x/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³))) (Hendrycks and Gimpel 2016).</summary>
    GeluTanh,

    /// <summary>The larger of x and 0.</summary>
    Relu,
}
