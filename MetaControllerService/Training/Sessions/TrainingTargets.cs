using MctsAspire.MetaControllerService.Training.Loop;

namespace MctsAspire.MetaControllerService.Training.Sessions;

/// <summary>The places besides the artifact store that a training writes to.</summary>
internal static class TrainingTargets
{
    /// <summary>Makes sure before the work that they can be written.</summary>
    /// <exception cref="TrainingException">One can't; the message names the option.</exception>
    public static void Check(TrainingRequest request)
    {
        if (Directory.Exists(request.SavePath))
            throw new TrainingException($"--save_path must name a file, and {request.SavePath} is a folder.");
        if (File.Exists(request.OutputDirectory))
            throw new TrainingException($"--output_dir must name a folder, and {request.OutputDirectory} is a file.");
        if (request.SavePath is { } path)
            Probe("--save_path", Path.GetDirectoryName(Path.GetFullPath(path)) ?? throw new TrainingException("--save_path must name a file."));
        if (request.OutputDirectory is { } folder)
            Probe("--output_dir", folder);
    }

    /// <summary>Writes a file, under another name first: whoever looks finds the whole file or none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="run">The run; two that write to one place don't meet before the end.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, string run, CancellationToken cancellationToken)
    {
        var unfinished = $"{path}.{run}.tmp";
        try
        {
            await File.WriteAllBytesAsync(unfinished, content, cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static void Probe(string option, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using (new FileStream(Path.Combine(folder, $".{Path.GetRandomFileName()}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{option}: {folder} can't be written: {failure.Message}", failure);
        }
    }
}
