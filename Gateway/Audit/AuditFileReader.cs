using System.Buffers;
using System.IO.Pipelines;

namespace MctsAspire.Gateway.Audit;

/// <summary>Gives the lines of a file to who checks them.</summary>
internal static class AuditFileReader
{
    private const int LongestLine = 1024 * 1024;
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads a file, which another process may be writing.</summary>
    /// <param name="file">The file.</param>
    /// <param name="verifier">Gets the lines, or why they can't be read.</param>
    /// <param name="isFirstLineEnough">Whether only the first line is wanted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task ReadAsync(AuditFile file, ChainVerifier verifier, bool isFirstLineEnough, CancellationToken cancellationToken)
    {
        verifier.Begin(file);
        try
        {
            await using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
            var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferSize));
            await ReadAsync(reader, verifier, isFirstLineEnough, cancellationToken);
            await reader.CompleteAsync();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            verifier.Fail(problem.Message);
        }
    }

    private static async Task ReadAsync(PipeReader reader, ChainVerifier verifier, bool isFirstLineEnough, CancellationToken cancellationToken)
    {
        // No line of ours is so long: it is told of once, wherever it ends.
        var isTooLong = false;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var rest = result.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (!isTooLong)
                    Give(rest.Slice(0, end), verifier, isEnded: true);
                if (isFirstLineEnough)
                    return;
                isTooLong = false;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (result.IsCompleted || rest.Length > LongestLine)
            {
                if (!rest.IsEmpty && !isTooLong)
                    Give(rest, verifier, isEnded: false);
                isTooLong = true;
                rest = rest.Slice(rest.End);
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (result.IsCompleted)
                return;
        }
    }

    private static void Give(ReadOnlySequence<byte> line, ChainVerifier verifier, bool isEnded)
    {
        if (line.IsSingleSegment)
            verifier.Read(line.FirstSpan, isEnded);
        else
            verifier.Read(line.ToArray(), isEnded);
    }
}
