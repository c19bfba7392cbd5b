using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.ServiceDefaults.Configuration;

/// <summary>
/// Finds settings of a section that nobody reads. A misspelt one would leave what it was to change as it is, in silence, which is worst where it was to protect something.
/// </summary>
public static class KnownSettings
{
    /// <summary>Stands in a name for any one part, as a number or the name of an entry.</summary>
    public const string Any = "*";

    private const string Separator = "__";

    /// <summary>Stops the start when a section holds a setting that there is not.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="section">The section, as <c>Audit</c>.</param>
    /// <param name="names">What it may hold, without the section, as <c>OnFailure</c>, <c>Windows__HourSeconds</c> or <c>*__Hash</c>.</param>
    /// <exception cref="ConfigurationException">It holds something else; the message names the variables and the nearest ones that there are.</exception>
    public static void Require(IConfiguration configuration, string section, IEnumerable<string> names)
    {
        var problems = Problems(configuration, section, names).Select(problem => $"{problem.Variable} {problem.Problem}").ToList();
        if (problems.Count > 0)
            throw new ConfigurationException(string.Join("; ", problems));
    }

    /// <summary>The settings of a section that there are not. Those that are blank count as unset.</summary>
    internal static IEnumerable<(string Variable, string Problem)> Problems(IConfiguration configuration, string section, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var known = names.Select(name => name.Split(Separator)).ToList();
        return configuration.GetSection(section).AsEnumerable(makePathsRelative: true)
            // The section's own value is no setting of ours: SERVER or AUDIT may be set for others.
            .Where(setting => setting.Key.Length > 0 && !string.IsNullOrWhiteSpace(setting.Value))
            .Select(setting => setting.Key.Split(':'))
            .Where(path => !known.Any(name => Matches(name, path)))
            .OrderBy(path => string.Join(Separator, path), StringComparer.OrdinalIgnoreCase)
            .Select(path => (Variable(section, path), $"is no setting that there is; the nearest one is {Variable(section, Nearest(known, path))}"));
    }

    private static string Variable(string section, IEnumerable<string> path) => string.Join(Separator, path.Prepend(section));

    private static bool Matches(string[] name, string[] path) =>
        name.Length == path.Length && name.Zip(path).All(parts => parts.First == Any || string.Equals(parts.First, parts.Second, StringComparison.OrdinalIgnoreCase));

    private static string[] Nearest(List<string[]> known, string[] path)
    {
        var given = string.Join(Separator, path);
        return known.Select(name => Fill(name, path)).MinBy(name => Distance(string.Join(Separator, name), given))!;
    }

    // With the entry that the setting is of, where one can be seen.
    private static string[] Fill(string[] name, string[] path) =>
        [.. name.Select((part, index) => part != Any ? part : index < path.Length ? path[index] : "0")];

    // Letters to be put in, taken out or changed, whatever their case (Levenshtein).
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
