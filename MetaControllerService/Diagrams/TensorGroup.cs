using System.Globalization;
using System.Text.RegularExpressions;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Diagrams;

/// <summary>Tensors of a network that have the same shape and differ in the number of their layer alone.</summary>
/// <param name="Name">Their name, with * for the layer's number if there are several.</param>
/// <param name="Shape">Their shape.</param>
/// <param name="Count">How many there are.</param>
internal sealed partial record TensorGroup(string Name, string Shape, int Count)
{
    /// <summary>Values in all of them.</summary>
    public required long Parameters { get; init; }

    /// <summary>Groups the tensors whose names begin with a prefix, in the order in which they come; the prefix is left out.</summary>
    public static IReadOnlyList<TensorGroup> Of(ModelWeights weights, string prefix) =>
    [
        .. weights.Tensors
            .Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            .GroupBy(tensor => (Name: LayerNumber().Replace(tensor.Name[prefix.Length..], "*"), Shape: Show(tensor.Shape)))
            .Select(group => new TensorGroup(group.Count() > 1 ? group.Key.Name : group.First().Name[prefix.Length..], group.Key.Shape, group.Count())
            {
                Parameters = group.Sum(tensor => (long)tensor.Values.Length),
            }),
    ];

    private static string Show(int[] shape) => string.Join(" × ", shape.Select(length => length.ToString("N0", CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"^[0-9]+(?=\.)")]
    private static partial Regex LayerNumber();
}
