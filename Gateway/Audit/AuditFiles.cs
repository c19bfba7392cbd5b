using System.Globalization;
using System.Text.RegularExpressions;

namespace MctsAspire.Gateway.Audit;

/// <summary>
/// The names of the log's files: <c>gateway-1.20261123T041500123Z.000001.20261123.jsonl</c> is the first file of the chain that the first Gateway of this folder began then, with lines of that
/// day. Names sort as the lines do.
/// </summary>
internal static partial class AuditFiles
{
    private const string DayFormat = "yyyyMMdd";

    /// <summary>The folder in the data directory.</summary>
    public static string FolderIn(string dataDirectory) => Path.Combine(dataDirectory, "gateway", "audit");

    /// <summary>The name of a chain that begins now.</summary>
    public static string NewChain(string writer, DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{writer}.{now.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");

    public static string FileName(string chain, int number, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{chain}.{number:000000}.{day.ToString(DayFormat, CultureInfo.InvariantCulture)}.jsonl");

    /// <summary>The log's files in a folder, in the order of their lines, chain after chain.</summary>
    public static IReadOnlyList<AuditFile> In(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.jsonl").Select(Parse).OfType<AuditFile>().OrderBy(file => file.Chain, StringComparer.Ordinal).ThenBy(file => file.Number)]
        : [];

    private static AuditFile? Parse(string path)
    {
        var match = Name().Match(Path.GetFileName(path));
        return match.Success && DateOnly.TryParseExact(match.Groups["day"].ValueSpan, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new AuditFile(path, match.Groups["chain"].Value, match.Groups["writer"].Value, int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), day)
            : null;
    }

    [GeneratedRegex(@"^(?<chain>(?<writer>[a-z]+(?:-[0-9]+)?)\.[0-9]{8}T[0-9]{9}Z)\.(?<number>[0-9]{6})\.(?<day>[0-9]{8})\.jsonl\z")]
    private static partial Regex Name();
}
