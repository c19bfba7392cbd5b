namespace MctsAspire.MetaControllerService.Integrations.Outboxes;

/// <summary>Files that are there whole, in their old form or in the new one.</summary>
internal static class AtomicFile
{
    /// <summary>Puts new content in the place of the old. To be used by one at a time for one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The content.</param>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = path + ".unfinished";
        using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
