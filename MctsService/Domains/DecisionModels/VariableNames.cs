using System.Collections;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>The names of the states of a compact model, made when they are asked for.</summary>
internal sealed class VariableNames(ulong[] keys, Func<ulong, string> name) : IReadOnlyList<string>
{
    /// <inheritdoc/>
    public int Count => keys.Length;

    /// <inheritdoc/>
    public string this[int index] => name(keys[index]);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => keys.Select(name).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
