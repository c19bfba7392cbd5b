using System.Collections;

namespace MctsAspire.AppHost.Publishing;

/// <summary>A YAML map that leaves out entries without a value.</summary>
internal sealed class Map : IEnumerable<KeyValuePair<string, object>>
{
    private readonly List<KeyValuePair<string, object>> _entries = [];

    /// <summary>Adds an entry; null is left out.</summary>
    public void Add(string key, object? value)
    {
        if (value is not null)
            _entries.Add(new KeyValuePair<string, object>(key, value is Map map ? map.ToDictionary() : value));
    }

    /// <summary>The entries as the serializer wants them.</summary>
    public OrderedDictionary<string, object> ToDictionary() => new(_entries);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
