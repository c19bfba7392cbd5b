using System.Globalization;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes a parameter behind the question mark; whoever serves the route reads and checks it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">What it is for.</param>
/// <param name="Schema">What it may be.</param>
internal sealed record QueryParameterDescription(string Name, string Text, OpenApiSchema Schema)
{
    /// <summary>A number from 1.</summary>
    /// <param name="maximum">The largest one.</param>
    /// <param name="otherwise">What holds when it is absent.</param>
    public static OpenApiSchema Integer(int maximum, int otherwise) =>
        new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = maximum.ToString(CultureInfo.InvariantCulture), Default = otherwise };

    /// <summary>A text.</summary>
    /// <param name="least">Code points at least.</param>
    /// <param name="most">Code points at most; <see langword="null"/>: as many as an address may have.</param>
    /// <param name="pattern">A regular expression that it matches; <see langword="null"/>: any text.</param>
    public static OpenApiSchema Characters(int least = 0, int? most = null, string? pattern = null) =>
        new() { Type = JsonSchemaType.String, MinLength = least > 0 ? least : null, MaxLength = most, Pattern = pattern };
}
