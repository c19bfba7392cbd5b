namespace MctsAspire.Gateway.Audit;

/// <summary>Checks every chain of a folder, line by line, and that no file is missing which what is there speaks of.</summary>
internal sealed class AuditVerifier(string folder, AuditSettings settings, TimeProvider time)
{
    private const int Looks = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);
    private readonly List<AuditFinding> _afters = [];
    private readonly List<AuditFinding> _aftersOfOtherDays = [];

    /// <summary>What is wrong: chain by chain in the order of their lines, then of the folder.</summary>
    public List<AuditFinding> Findings { get; } = [];

    /// <summary>The chains with lines of the days.</summary>
    public List<AuditReport> Reports { get; } = [];

    /// <summary>What could not be checked, and need not be for the days.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Whether any line was read. Nothing can be said of a log without lines but that they are gone.</summary>
    public bool HasLines => Reports.Any(report => report.Lines > 0);

    /// <summary>Checks the lines of some days.</summary>
    /// <param name="from">The first day; <see langword="null"/>: all from the beginning, which must be there.</param>
    /// <param name="to">The last day; <see langword="null"/>: to the end.</param>
    /// <param name="allowsPlain">Whether chains without a seal are taken although there is a secret.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task VerifyAsync(DateOnly? from, DateOnly? to, bool allowsPlain, CancellationToken cancellationToken)
    {
        var seal = settings.Secret is null ? null : new AuditSeal(settings.Secret);
        foreach (var chain in AuditFiles.In(folder).Select(file => (file.Chain, file.Writer)).Distinct())
        {
            var begun = AuditFiles.DayOf(chain.Chain);
            var isWhole = (from is null || begun >= from) && (to is null || begun <= to);
            for (var look = 1; ; look++)
            {
                var files = AuditFiles.In(folder).Where(file => file.Chain == chain.Chain).ToList();
                var verifier = new ChainVerifier(chain.Chain, seal, allowsPlain, isWhole);
                var (others, heads, read) = await ReadAsync(files, from, to, seal, verifier, isWhole, cancellationToken);
                // The Gateway may be writing the last line just now, or beginning a file.
                if (look < Looks && others.Count + verifier.Findings.Count > 0 && IsBeingWritten(chain.Writer))
                {
                    await Task.Delay(Pause, time, cancellationToken);
                    continue;
                }

                Findings.AddRange(others);
                Findings.AddRange(verifier.Findings);
                _hashes.UnionWith(verifier.Hashes);
                if (verifier.After is { } after)
                    _afters.Add(after);
                _aftersOfOtherDays.AddRange(heads.Select(head => head.After).OfType<AuditFinding>());
                if (read == 0 && AreSealedOtherwise(heads))
                    Notes.Add($"{chain.Chain}: its lines are of other days, and sealed with another secret than Audit__Secret: not checked");
                if (read > 0)
                    Reports.Add(new AuditReport(chain.Chain, read, verifier.Lines, verifier.Last, verifier.Algorithm, verifier.IsNamed, isWhole));
                break;
            }
        }

        CheckChainsBefore(from, to);
        CheckStrays(from, to);
        if (from is null)
            await CheckWritersAsync(cancellationToken);
    }

    /// <summary>Checks that a line is there that once was the last one.</summary>
    public void Require(string head)
    {
        if (!_hashes.Contains(head.ToLowerInvariant()))
            Findings.Add(new AuditFinding(null, 0, $"no line has the hash {head}: lines at the end of a chain, or a whole chain, were taken away, or changed"));
    }

    /// <summary>Reads the files of some days, and of the others as much as shows that they are of other days, and that nothing is missing between them and those.</summary>
    private static async Task<(List<AuditFinding> Others, List<ChainVerifier> Heads, int Read)> ReadAsync(
        List<AuditFile> files, DateOnly? from, DateOnly? to, AuditSeal? seal, ChainVerifier verifier, bool isWhole, CancellationToken cancellationToken)
    {
        ChainVerifier Other(AuditFile file) => new(file.Chain, seal, allowsPlain: true, isWhole: false);
        // A clock that was set back makes a file of an earlier day between two of later ones.
        var first = files.FindIndex(file => IsIn(file, from, to));
        var last = files.FindLastIndex(file => IsIn(file, from, to));
        var heads = new List<ChainVerifier>();
        for (var index = 0; index < files.Count; index++)
        {
            if (first >= 0 && index >= first && index <= last + 1)
                continue;
            var head = Other(files[index]);
            await AuditFileReader.ReadAsync(files[index], head, isFirstLineEnough: true, cancellationToken);
            head.End();
            heads.Add(head);
        }

        // Where a file is read, or one fits the secret, all of the chain must.
        var isSealedOtherwise = first < 0 && AreSealedOtherwise(heads);
        var others = heads.Where(head => !isSealedOtherwise || !head.IsSealedOtherwise).SelectMany(head => head.Findings)
            .Select(finding => finding with { Problem = $"{finding.Problem}. So it can't be said that the file is of another day than those asked for" }).ToList();
        if (first < 0)
        {
            if (FindGap(files, to, isWhole) is { } gap)
                others.Add(gap);
            return (others, heads, 0);
        }

        if (first > 0 && !isWhole)
        {
            // What it has against that file is about other days.
            var before = Other(files[first - 1]);
            await AuditFileReader.ReadAsync(files[first - 1], before, isFirstLineEnough: false, cancellationToken);
            before.End();
            verifier.GoOn(before);
        }

        for (var index = first; index <= last; index++)
            await AuditFileReader.ReadAsync(files[index], verifier, isFirstLineEnough: false, cancellationToken);
        verifier.End();

        ChainVerifier? behind = null;
        if (last + 1 < files.Count)
        {
            behind = Other(files[last + 1]);
            behind.GoOn(verifier);
            await AuditFileReader.ReadAsync(files[last + 1], behind, isFirstLineEnough: true, cancellationToken);
            behind.End();
            heads.Add(behind);
            others.AddRange(behind.Findings);
        }

        if (verifier.Beheaded(behind) is { } beheaded)
            others.Add(beheaded);
        return (others, heads, last - first + 1);
    }

    /// <summary>Of a chain without a file of the days: whether one is missing that may have been of them.</summary>
    private static AuditFinding? FindGap(List<AuditFile> files, DateOnly? to, bool isWhole)
    {
        var behind = files.FindIndex(file => file.Day > to);
        if (behind < 0 || (behind == 0 && !isWhole))
            return null;
        var due = behind == 0 ? 1 : files[behind - 1].Number + 1;
        return files[behind].Number > due ? new AuditFinding(files[behind].Name, 0, ChainVerifier.Missing(due, files[behind].Number)) : null;
    }

    private static bool AreSealedOtherwise(List<ChainVerifier> heads) => heads.Any(head => head.IsSealedOtherwise) && heads.All(head => head.Algorithm is null);

    private static bool IsIn(AuditFile file, DateOnly? from, DateOnly? to) => (from is null || file.Day >= from) && (to is null || file.Day <= to);

    /// <summary>A chain that was begun since another one could not be gone on with names that one's newest file, which is archived later or never.</summary>
    private void CheckChainsBefore(DateOnly? from, DateOnly? to)
    {
        var names = AuditFiles.In(folder).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var asked = _afters.Where(after => AuditFiles.Parse(after.Problem) is not { } file || IsIn(file, from, null))
            .Concat(_aftersOfOtherDays.Where(after => AuditFiles.Parse(after.Problem) is { } file && IsIn(file, from, to)));
        foreach (var after in asked)
        {
            if (!names.Contains(after.Problem))
                Findings.Add(after with { Problem = $"the chain was begun after {after.Problem}, which is not there: it was taken away or renamed" });
        }
    }

    private void CheckStrays(DateOnly? from, DateOnly? to)
    {
        // Before the files: the Gateway may be making one just now, and takes none away.
        var strays = AuditFiles.StrayIn(folder).ToList();
        var names = AuditFiles.In(folder).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, file) in strays)
        {
            if (!names.Contains(file.Name) && IsIn(file, from, to))
                Findings.Add(new AuditFinding(name, 0, $"there is no file {file.Name}, only this: it was renamed, packed or replaced"));
        }
    }

    /// <summary>Who holds or held a lock has written a line.</summary>
    private async Task CheckWritersAsync(CancellationToken cancellationToken)
    {
        foreach (var writer in AuditFiles.WritersIn(folder).ToList())
        {
            for (var look = 1; AuditFiles.In(folder).All(file => file.Writer != writer); look++)
            {
                if (look < Looks && IsBeingWritten(writer))
                {
                    // It may be about to write its first one.
                    await Task.Delay(Pause, time, cancellationToken);
                    continue;
                }

                Findings.Add(new AuditFinding(
                    Path.GetFileName(AuditFiles.LockOf(folder, writer)), 0, $"{writer} has written here, and none of its files is there: they were taken away, unless it was killed before its first line, which its next start writes"));
                break;
            }
        }
    }

    private bool IsBeingWritten(string writer)
    {
        try
        {
            File.Open(AuditFiles.LockOf(folder, writer), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
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
