namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes the body that a route takes. The route checks it itself, so that a wrong one is told by its field, and after the key.</summary>
/// <param name="Contents">The type of the body by content type; <see cref="string"/> for plain text.</param>
/// <param name="MayBeArray">Whether the JSON may be an array of the type as well.</param>
internal sealed record RequestBodyDescription(IReadOnlyDictionary<string, Type> Contents, bool MayBeArray = false)
{
    /// <summary>Bodies in JSON that can be sent as they stand, by what they show.</summary>
    public IReadOnlyList<(string Name, string Summary, string Json)> Examples { get; init; } = [];
}
