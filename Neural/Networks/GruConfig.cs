using System.Text.Json;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Networks;

/// <summary>The GRU router: layers of gated recurrent units over the run's states so far, then a linear layer on the last hidden state.</summary>
/// <param name="InputSize">Features of one state, 1 to 4,096.</param>
/// <param name="HiddenSize">Size of the hidden state, 1 to 4,096.</param>
/// <param name="Layers">Layers of GRU, 1 to 16.</param>
/// <param name="Dropout">Share of values dropped in training, between layers and before the linear layer: at least 0, below 1.</param>
/// <param name="Classes">Number of classes, 2 to 1,000.</param>
public sealed record GruConfig(int InputSize = 10, int HiddenSize = 64, int Layers = 1, double Dropout = 0.1, int Classes = 3)
{
    /// <summary>Checks every field.</summary>
    /// <returns>This configuration.</returns>
    /// <exception cref="ModelFormatException">A field is out of its range; the message names both.</exception>
    public GruConfig Validate()
    {
        Require.Range("input_size", InputSize, 1, 4096);
        Require.Range("hidden_size", HiddenSize, 1, 4096);
        Require.Range("layers", Layers, 1, 16);
        Require.Share("dropout", Dropout);
        Require.Range("classes", Classes, 2, 1000);
        return this;
    }

    /// <summary>Reads and checks what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="ModelFormatException">It can't be read, has an unknown field, or a field is out of its range.</exception>
    public static GruConfig Parse(string json) => ConfigJson.Parse<GruConfig>(json, ConfigJson.Strict).Validate();

    /// <summary>This configuration as a JSON object with snake_case names.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ConfigJson.Strict);
}
