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
    private const string Extension = ".jsonl";
    private const string LockExtension = ".lock";

    /// <summary>The folder in the data directory.</summary>
    public static string FolderIn(string dataDirectory) => Path.Combine(dataDirectory, "gateway", "audit");

    /// <summary>The name of a chain that begins now.</summary>
    public static string NewChain(string writer, DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{writer}.{now.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");

    /// <summary>The day on which a chain was begun, as its name has it. No other day has its first file.</summary>
    public static DateOnly DayOf(string chain)
    {
        var stamp = chain.AsSpan(chain.IndexOf('.', StringComparison.Ordinal) + 1);
        return DateOnly.TryParseExact(stamp[..DayFormat.Length], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : DateOnly.MinValue;
    }

    public static string FileName(string chain, int number, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{chain}.{number:000000}.{day.ToString(DayFormat, CultureInfo.InvariantCulture)}{Extension}");

    /// <summary>The file whose lock is held by the process that writes a chain. It stays when the process ends.</summary>
    public static string LockOf(string folder, string writer) => Path.Combine(folder, $"{writer}{LockExtension}");

    /// <summary>The log's files in a folder, in the order of their lines, chain after chain.</summary>
    public static IReadOnlyList<AuditFile> In(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, $"*{Extension}").Select(Parse).OfType<AuditFile>().OrderBy(file => file.Chain, StringComparer.Ordinal).ThenBy(file => file.Number).ThenBy(file => file.Day)]
        : [];

    /// <summary>Who has written to a folder, as their locks say.</summary>
    public static IEnumerable<string> WritersIn(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, $"*{LockExtension}").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => Writer().IsMatch(name)).Order(StringComparer.Ordinal)
        : [];

    /// <summary>What has a file's name but for its ending, or is no file, with the name that it must have had: somebody renamed, packed or replaced a file.</summary>
    public static IEnumerable<(string Name, AuditFile File)> StrayIn(string folder) => Directory.Exists(folder)
        ? from path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)
          let match = Stem().Match(Path.GetFileName(path))
          where match.Success
          let file = Parse(Path.Combine(folder, match.Value + Extension))
          where file is not null
          select (Path.GetFileName(path), file)
        : [];

    /// <summary>What a path says of a file of the log; <see langword="null"/>: it is none.</summary>
    public static AuditFile? Parse(string path)
    {
        var match = Name().Match(Path.GetFileName(path));
        return match.Success && DateOnly.TryParseExact(match.Groups["day"].ValueSpan, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new AuditFile(path, match.Groups["chain"].Value, match.Groups["writer"].Value, int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), day)
            : null;
    }

    [GeneratedRegex(@"^(?<chain>(?<writer>[a-z]+(?:-[0-9]+)?)\.[0-9]{8}T[0-9]{9}Z)\.(?<number>[0-9]{6})\.(?<day>[0-9]{8})\.jsonl\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z]+(?:-[0-9]+)?\.[0-9]{8}T[0-9]{9}Z\.[0-9]{6}\.[0-9]{8}")]
    private static partial Regex Stem();

    [GeneratedRegex(@"^[a-z]+(?:-[0-9]+)?\z")]
    private static partial Regex Writer();
}
