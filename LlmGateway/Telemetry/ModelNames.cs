using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace MctsAspire.LlmGateway.Telemetry;

/// <summary>
/// The names of models that measurements are told by. Callers may name any model, and each name would be a series of its own for ever: those that are configured are
/// told, and of the others the first ones that have answered.
/// </summary>
/// <param name="configured">The names of the configuration.</param>
internal sealed class ModelNames(IEnumerable<string> configured)
{
    /// <summary>Stands for all others, as the conventions have it.</summary>
    public const string Other = "_OTHER";

    /// <summary>Names that are told at most, beside those that are configured.</summary>
    public const int Most = 32;

    private readonly ConcurrentDictionary<string, bool> _known = new(configured.Distinct(StringComparer.Ordinal).Select(model => KeyValuePair.Create(model, true)), StringComparer.Ordinal);
    private int _answered;

    /// <summary>The name of a model that is asked for.</summary>
    /// <param name="model">The name.</param>
    public string Of(string model) => _known.ContainsKey(model) ? model : Other;

    /// <summary>The name of a model that has answered; it is told from now on, unless there are too many.</summary>
    /// <param name="model">The name; null: the provider doesn't tell.</param>
    [return: NotNullIfNotNull(nameof(model))]
    public string? Answered(string? model)
    {
        if (model is null || _known.ContainsKey(model))
            return model;
        if (Interlocked.Increment(ref _answered) <= Most && _known.TryAdd(model, true))
            return model;

        // There are too many, or somebody else has just added it.
        Interlocked.Decrement(ref _answered);
        return Of(model);
    }
}
