using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>The cities of a tour: with coordinates, or with a table of distances.</summary>
internal sealed record TspInput
{
    /// <summary>The longest distance.</summary>
    public const double Farthest = 1e12;

    /// <summary>The most characters of a name.</summary>
    public const int LongestName = 200;

    /// <summary>The cities with their coordinates.</summary>
    [Description("2 to 50 cities with coordinates; distances are straight lines. The tour begins in the first.")]
    [Length(2, Tsp.MaxCities)]
    public IReadOnlyList<TspCityInput>? Cities { get; init; }

    /// <summary>The names of cities without coordinates.</summary>
    [Description("The names of 2 to 50 cities, instead of cities, together with distances.")]
    [Length(2, Tsp.MaxCities)]
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The distances between the named cities.</summary>
    [Description("A row for each name, with the distances from it to each of the names, 0 to 10^12.")]
    [Length(2, Tsp.MaxCities)]
    public IReadOnlyList<IReadOnlyList<double>>? Distances { get; init; }
}
