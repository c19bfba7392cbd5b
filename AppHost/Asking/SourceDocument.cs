using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using MctsAspire.AppHost.Settings;

namespace MctsAspire.AppHost.Asking;

/// <summary>A document of a folder, as the body of <c>POST /documents</c> wants it.</summary>
/// <param name="Id">Made of the file's name.</param>
/// <param name="Title">The first heading, else the file's name.</param>
/// <param name="Text">The file.</param>
internal sealed partial record SourceDocument(string Id, string Title, string Text)
{
    private const int LongestId = 100;
    private const int LongestTitle = 500;
    private const int LargestFile = 5 * 1024 * 1024;
    private const int MostFiles = 10_000;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Bytes of the text; not a part of the body.</summary>
    [JsonIgnore]
    public int Size => Utf8.GetByteCount(Text);

    /// <summary>Reads all *.md and *.txt files of a folder and of the folders in it, in the order of their paths.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="skipped">Told each file that is left out, and why.</param>
    /// <returns>The documents, at least one.</returns>
    /// <exception cref="AppException">There is no folder, or nothing to read in it.</exception>
    public static IReadOnlyList<SourceDocument> ReadFolder(string folder, Action<string> skipped)
    {
        if (!Directory.Exists(folder))
            throw new AppException($"there is no folder {folder}; name one with --documents.");

        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
        var files = Directory.EnumerateFiles(folder, "*", options)
            .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".MD" or ".TXT")
            .Take(MostFiles + 1)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (files.Count > MostFiles)
            throw new AppException($"{folder} holds more than {MostFiles} documents; name a smaller folder with --documents.");

        var taken = new HashSet<string>(StringComparer.Ordinal);
        var documents = new List<SourceDocument>();
        foreach (var file in files)
        {
            var problem = Read(file, out var text);
            if (problem is null)
                documents.Add(new SourceDocument(UniqueId(Path.GetRelativePath(folder, file), taken), TitleOf(text, file), text));
            else
                skipped($"{Path.GetRelativePath(folder, file)} is left out: {problem}");
        }

        return documents.Count > 0 ? documents : throw new AppException($"{folder} holds no *.md or *.txt file with text; name another folder with --documents.");
    }

    /// <summary>The first Markdown heading, else the file's name.</summary>
    internal static string TitleOf(string text, string file)
    {
        var heading = Heading().Match(text);
        var title = heading.Success ? heading.Groups["title"].Value.Trim() : "";
        if (title.Length == 0)
            title = Path.GetFileNameWithoutExtension(file);
        var runes = title.EnumerateRunes().Take(LongestTitle + 1).ToList();
        return runes.Count <= LongestTitle ? title : string.Concat(runes.Take(LongestTitle));
    }

    private static string? Read(string file, out string text)
    {
        text = "";
        try
        {
            if (new FileInfo(file).Length > LargestFile)
                return "it is larger than 5 MiB";
            text = Utf8.GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF');
            if (text.Contains('\0', StringComparison.Ordinal))
                return "it is not a text";
            return string.IsNullOrWhiteSpace(text) ? "it is empty" : null;
        }
        catch (DecoderFallbackException)
        {
            return "it is not UTF-8";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return problem.Message;
        }
    }

    // The file's name; with the names of its folders when two files have the same one.
    private static string UniqueId(string relativePath, HashSet<string> taken)
    {
        var withoutExtension = Path.ChangeExtension(relativePath, null);
        foreach (var candidate in new[] { Path.GetFileName(withoutExtension), withoutExtension, relativePath })
        {
            var id = Clean(candidate);
            if (taken.Add(id))
                return id;
        }

        for (var number = 2; ; number++)
        {
            var suffix = FormattableString.Invariant($"-{number}");
            var id = Clean(relativePath);
            id = id[..Math.Min(id.Length, LongestId - suffix.Length)] + suffix;
            if (taken.Add(id))
                return id;
        }
    }

    private static string Clean(string name)
    {
        var id = NotInIds().Replace(name, "-").Trim('-');
        if (id.Length == 0)
            id = "document";
        return id.Length <= LongestId ? id : id[..LongestId];
    }

    [GeneratedRegex(@"^ {0,3}#{1,6}[ \t]+(?<title>[^\r\n]+?)[ \t]*#*[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-zA-Z0-9_-]+")]
    private static partial Regex NotInIds();
}
