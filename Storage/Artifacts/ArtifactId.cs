using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MctsAspire.Storage.Artifacts;

/// <summary>
/// An artifact's id, <c>20250131_name_0123456789ab</c>: the day on which it was stored, its name, and the first 12 digits of its
/// content's SHA-256. It holds no separator of paths, and it says where the content is: <c>prefix/2025/01/31/name_0123456789ab</c>.
/// </summary>
internal sealed partial record ArtifactId(DateOnly Day, string Name, string Hash)
{
    /// <summary>The place below the prefix, with forward slashes.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Day:yyyy'/'MM'/'dd}/{Name}_{Hash}");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day:yyyyMMdd}_{Name}_{Hash}");

    /// <summary>Reads an id; false when it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ArtifactId? id)
    {
        id = null;
        var match = Form().Match(text);
        if (!match.Success || !DateOnly.TryParseExact(match.Groups[1].ValueSpan, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return false;

        id = new ArtifactId(day, match.Groups[2].Value, match.Groups[3].Value);
        return true;
    }

    /// <summary>Whether a text can be an artifact's name.</summary>
    public static bool IsName(string text) => NameForm().IsMatch(text);

    [GeneratedRegex(@"\A([0-9]{8})_([a-z0-9-]{1,64})_([0-9a-f]{12})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"\A[a-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
