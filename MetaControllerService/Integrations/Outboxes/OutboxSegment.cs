using System.Globalization;

namespace MctsAspire.MetaControllerService.Integrations.Outboxes;

/// <summary>One file of an outbox, named by the sequence of its first line.</summary>
/// <param name="Path">The file.</param>
/// <param name="First">The sequence of its first line.</param>
internal sealed record OutboxSegment(string Path, long First)
{
    private const string Extension = ".jsonl";

    /// <summary>The segments of a folder in their order.</summary>
    /// <param name="folder">The folder.</param>
    public static IEnumerable<OutboxSegment> In(string folder) => Directory.EnumerateFiles(folder, "*" + Extension)
        .Select(path => (Path: path, Name: System.IO.Path.GetFileNameWithoutExtension(path)))
        .Where(file => file.Name.Length == 20 && file.Name.All(char.IsAsciiDigit))
        .Select(file => new OutboxSegment(file.Path, long.Parse(file.Name, CultureInfo.InvariantCulture)))
        .OrderBy(segment => segment.First);

    /// <summary>The segment of a folder that begins at a sequence.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="first">The sequence.</param>
    public static OutboxSegment At(string folder, long first) =>
        new(System.IO.Path.Combine(folder, first.ToString("D20", CultureInfo.InvariantCulture) + Extension), first);

    /// <summary>Counts its whole lines and cuts off what follows the last of them: a write that was cut off was never confirmed.</summary>
    /// <returns>The number of lines, and their bytes.</returns>
    public (long Lines, long Bytes) Repair()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 64 * 1024);
        var buffer = new byte[64 * 1024];
        long lines = 0, end = 0, position = 0;
        int read;
        while ((read = file.Read(buffer)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] != '\n')
                    continue;
                lines++;
                end = position + i + 1;
            }

            position += read;
        }

        if (end < position)
        {
            file.SetLength(end);
            file.Flush(flushToDisk: true);
        }

        return (lines, end);
    }
}
