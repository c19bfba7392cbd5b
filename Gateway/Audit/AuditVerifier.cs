using System.Buffers;
using System.IO.Pipelines;

namespace MctsAspire.Gateway.Audit;

/// <summary>Checks every chain of a folder, line by line.</summary>
internal sealed class AuditVerifier(string folder, AuditSettings settings, TimeProvider time)
{
    private const int LongestLine = 1024 * 1024;
    private const int Looks = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);

    /// <summary>What is wrong, in the order of the files.</summary>
    public List<AuditFinding> Findings { get; } = [];

    /// <summary>The chains.</summary>
    public List<AuditReport> Reports { get; } = [];

    /// <summary>Checks the lines of some days.</summary>
    /// <param name="from">The first day; <see langword="null"/>: all from the beginning, which must be there.</param>
    /// <param name="to">The last day; <see langword="null"/>: to the end.</param>
    /// <param name="allowsPlain">Whether chains without a seal are taken although there is a secret.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task VerifyAsync(DateOnly? from, DateOnly? to, bool allowsPlain, CancellationToken cancellationToken)
    {
        var seal = settings.Secret is null ? null : new AuditSeal(settings.Secret);
        foreach (var chain in AuditFiles.In(folder).GroupBy(file => file.Chain))
        {
            var files = chain.Where(file => (from is null || file.Day >= from) && (to is null || file.Day <= to)).ToList();
            if (files.Count == 0)
                continue;
            ChainVerifier verifier;
            for (var look = 1; ; look++)
            {
                verifier = new ChainVerifier(chain.Key, seal, allowsPlain, isWhole: from is null);
                await ReadAsync(files, verifier, cancellationToken);
                // The Gateway may be writing the last line just now.
                if (verifier.Findings.Count == 0 || look == Looks || !IsBeingWritten(files[0]))
                    break;
                await Task.Delay(Pause, time, cancellationToken);
            }

            Findings.AddRange(verifier.Findings);
            _hashes.UnionWith(verifier.Hashes);
            Reports.Add(new AuditReport(chain.Key, files.Count, verifier.Lines, verifier.Last, verifier.Algorithm, verifier.IsNamed));
        }
    }

    /// <summary>Checks that a line is there that once was the last one.</summary>
    public void Require(string head)
    {
        if (!_hashes.Contains(head.ToLowerInvariant()))
            Findings.Add(new AuditFinding(null, 0, $"no line has the hash {head}: lines at the end of a chain, or a whole chain, were taken away, or changed"));
    }

    private static async Task ReadAsync(List<AuditFile> files, ChainVerifier verifier, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            verifier.Begin(file.Name);
            await ReadAsync(file.Path, verifier, cancellationToken);
        }

        verifier.End();
    }

    private static async Task ReadAsync(string path, ChainVerifier verifier, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var rest = result.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                Give(rest.Slice(0, end), verifier, isEnded: true);
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            // No line of ours is that long.
            if (result.IsCompleted || rest.Length > LongestLine)
            {
                if (!rest.IsEmpty)
                    Give(rest, verifier, isEnded: false);
                rest = rest.Slice(rest.End);
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (result.IsCompleted)
                break;
        }

        await reader.CompleteAsync();
    }

    private static void Give(ReadOnlySequence<byte> line, ChainVerifier verifier, bool isEnded)
    {
        if (line.IsSingleSegment)
            verifier.Read(line.FirstSpan, isEnded);
        else
            verifier.Read(line.ToArray(), isEnded);
    }

    private bool IsBeingWritten(AuditFile file)
    {
        try
        {
            File.Open(Path.Combine(folder, $"{file.Writer}.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
