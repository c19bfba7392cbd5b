namespace MctsAspire.MctsService.Running;

/// <summary>Gives actions that have only words an index, in the order in which the shards name them.</summary>
internal sealed class LabelIndex
{
    private readonly Dictionary<string, int> _places = [];
    private readonly List<string> _labels = [];

    /// <summary>The words of an action.</summary>
    public string this[int index] => _labels[index];

    /// <summary>The index of an action.</summary>
    public int Of(string label)
    {
        if (_places.TryGetValue(label, out var place))
            return place;
        _places.Add(label, _labels.Count);
        _labels.Add(label);
        return _labels.Count - 1;
    }
}
