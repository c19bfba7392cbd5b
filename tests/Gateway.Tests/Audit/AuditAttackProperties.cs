using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.Gateway.Audit;
using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>Whatever is done to a log of any shape is found where it was done, but what docs/audit.md says can't be; and a log to which nothing was done is never blamed.</summary>
public sealed class AuditAttackProperties : ChainTests
{
    private const int Shapes = 6;

    private static readonly AuditSettings Sealed = new() { Secret = new Secret("a secret of the tests") };

    // Written once, and copied for each attack.
    private readonly TemporaryFolder[] _logs;

    public AuditAttackProperties() => _logs = [.. Enumerable.Range(0, Shapes).Select(Written)];

    protected override void Dispose(bool isDisposing)
    {
        foreach (var log in _logs)
            log.Dispose();
        base.Dispose(isDisposing);
    }

    private enum Attack
    {
        ChangeByte,
        RemoveLine,
        DoubleLine,
        SwapLines,
        InsertLine,
        CutFile,
        EmptyFile,
        RemoveFile,
        RenameFile,
        CopyFile,
        ExchangeFiles,
    }

    [Fact]
    public async Task NothingIsFoundInALogToWhichNothingWasDone()
    {
        foreach (var log in _logs)
            (await FindAsync(AuditFiles.FolderIn(log.Path))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NothingIsFoundInAnyDaysOfSuchALog(bool isOlderArchived)
    {
        foreach (var log in _logs)
        {
            var folder = AuditFiles.FolderIn(log.Path);
            var days = AuditFiles.In(folder).Select(file => file.Day).Distinct().Order().ToList();
            foreach (var from in days)
            {
                foreach (var file in AuditFiles.In(folder).Where(file => isOlderArchived && file.Day < from))
                    File.Delete(file.Path);
                foreach (var to in days.Where(day => day >= from))
                    (await FindAsync(folder, from, to)).ShouldBeEmpty();
                (await FindAsync(folder, from)).ShouldBeEmpty();
            }
        }
    }

    [Property(MaxTest = 600)]
    public Property WhateverIsDoneIsFoundWhereItWasDone() => Attacked((folder, harmed, places, _) =>
    {
        var findings = FindAsync(folder).GetAwaiter().GetResult();
        return (findings.Count > 0 && (places.Length == 0 || places.Contains((findings[0].File, findings[0].Line))), findings);
    });

    [Property(MaxTest = 600)]
    public Property WhateverIsDoneIsFoundInAllDaysThatItsFileIsOf() => Attacked((folder, harmed, places, pick) =>
    {
        // With a first day, older ones may have been archived, and with them all that a lock stands for.
        var isLock = places is [var (place, _)] && place!.EndsWith(".lock", StringComparison.Ordinal);
        DateOnly? from = isLock ? null : (pick % 3) switch { 0 => null, 1 => harmed.Day, _ => harmed.Day.AddDays(-1) };
        DateOnly? to = (pick / 3 % 3) switch { 0 => null, 1 => harmed.Day, _ => harmed.Day.AddDays(1) };
        var findings = FindAsync(folder, from, to).GetAwaiter().GetResult();
        return (places.Length == 0 ? findings.Count > 0 : places.Any(place => findings.Any(finding => (finding.File, finding.Line) == place)), findings);
    });

    private Property Attacked(Func<string, AuditFile, (string? File, int Line)[], int, (bool IsFound, List<AuditFinding> Findings)> verify) => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1), 6).ToArbitrary(),
        picks =>
        {
            using var copy = new TemporaryFolder();
            var folder = AuditFiles.FolderIn(copy.Path);
            Directory.CreateDirectory(folder);
            foreach (var path in Directory.EnumerateFiles(AuditFiles.FolderIn(_logs[picks[0] % Shapes].Path)))
                File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));

            var attack = Enum.GetValues<Attack>()[picks[1] % Enum.GetValues<Attack>().Length];
            var files = AuditFiles.In(folder);
            if (Harm(files, attack, picks[2], picks[3], picks[4]) is not { } places)
                return true.ToProperty();
            var harmed = files[picks[2] % files.Count];
            var (isFound, findings) = verify(folder, harmed, places, picks[5]);
            return isFound.Label($"shape {picks[0] % Shapes}, {attack} of {harmed.Name}, pick {picks[5] % 9}, due at {string.Join(" or ", places)}, found: {string.Join(" | ", findings)}");
        });

    [Fact]
    public async Task ALogThatIsBeingWrittenIsNotBlamed()
    {
        using var stop = new CancellationTokenSource();
        using var chain = AuditChain.TryOpen(Folder, "gateway-1", new AuditSettings { MaxFileBytes = 20_000 }, Clock)!;
        var writing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                chain.Append([new TestRecord("a", Clock.GetUtcNow()), new TestRecord(new string('b', 2000), Clock.GetUtcNow())]);
                // The log stays small enough to be read again and again.
                if (Files.Count > 100)
                    return;
            }
        });

        for (var look = 0; look < 10; look++)
            (await FindAsync(Folder)).ShouldBeEmpty();
        await stop.CancelAsync();
        await writing;
    }

    private static async Task<List<AuditFinding>> FindAsync(string folder, DateOnly? from = null, DateOnly? to = null)
    {
        var verifier = new AuditVerifier(folder, Sealed, TimeProvider.System);
        await verifier.VerifyAsync(from, to, allowsPlain: true, default);
        return verifier.Findings;
    }

    private TemporaryFolder Written(int shape)
    {
        var log = new TemporaryFolder();
        var folder = AuditFiles.FolderIn(log.Path);
        var settings = shape % 2 == 0 ? new AuditSettings() : Sealed;
        Write(folder, 6, settings);
        if (shape is 1 or 4)
            Write(folder, 3, settings with { MaxFileBytes = 1 });
        if (shape is 2 or 5)
        {
            // Killed in the middle of a line, and some days later.
            Tear(folder, 30);
            Clock.Advance(TimeSpan.FromDays(2));
            Write(folder, 3, settings);
            Tear(folder, 1);
            Write(folder, 3, settings);
        }

        if (shape is 2 or 3 or 4)
        {
            // A second Gateway at the same time.
            using var first = AuditChain.TryOpen(folder, "gateway-1", settings, Clock);
            using var second = AuditChain.TryOpen(folder, "gateway-2", settings with { MaxFileBytes = 400 }, Clock)!;
            for (var i = 0; i < 4; i++)
                second.Append([new TestRecord($"second {i}", Clock.GetUtcNow())]);
        }

        if (shape is 4)
        {
            // Sealed from now on.
            Clock.Advance(TimeSpan.FromDays(1));
            Write(folder, 3, Sealed with { MaxFileBytes = 1000 });
            File.WriteAllText(Path.Combine(folder, "gateway-1.new"), "left by a killed process");
        }

        return log;
    }

    private static void Tear(string folder, int bytes)
    {
        using var file = new FileStream(AuditFiles.In(folder)[^1].Path, FileMode.Open);
        file.SetLength(file.Length - bytes);
    }

    /// <summary>Does something to a log.</summary>
    /// <returns>Where it must be found, at one of some places or at any if there are none; <see langword="null"/>: nothing was changed, or nothing of it can be seen.</returns>
    private static (string? File, int Line)[]? Harm(IReadOnlyList<AuditFile> files, Attack attack, int pickFile, int pickPlace, int pickWay)
    {
        var file = files[pickFile % files.Count];
        var next = files.FirstOrDefault(other => other.Chain == file.Chain && other.Number == file.Number + 1);
        var bytes = File.ReadAllBytes(file.Path);
        var lines = LinesOf(bytes);
        var original = lines.ToList();
        var line = pickPlace % lines.Count;
        var isLast = line == lines.Count - 1;
        switch (attack)
        {
            case Attack.ChangeByte:
                var offset = pickPlace % bytes.Length;
                line = bytes.AsSpan(0, offset).Count((byte)'\n');
                bytes[offset] ^= (byte)(1 + (pickWay % 255));
                File.WriteAllBytes(file.Path, bytes);
                return At(line);
            case Attack.RemoveLine:
                lines.RemoveAt(line);
                Save();
                // A torn line has no number: what is missing before it shows behind it.
                return lines.Count == 0 ? [(file.Name, 0)] : !isLast ? IsTorn(original[line + 1]) ? [.. At(line), (file.Name, line + 2)] : At(line) : next is null ? null : [(next.Name, 1)];
            case Attack.DoubleLine:
                lines.Insert(line, lines[line]);
                Save();
                return At(line + 1);
            case Attack.SwapLines when !isLast:
                (lines[line], lines[line + 1]) = (lines[line + 1], lines[line]);
                Save();
                return At(line);
            case Attack.InsertLine:
                lines.Insert(line, pickWay % 2 == 0 ? "\n"u8.ToArray() : "{\"seq\":1}\n"u8.ToArray());
                Save();
                return At(line);
            case Attack.CutFile:
                var length = 1 + (pickPlace % (bytes.Length - 1));
                var whole = bytes.AsSpan(0, length).Count((byte)'\n');
                File.WriteAllBytes(file.Path, bytes[..length]);
                return bytes[length - 1] != '\n' ? At(whole) : IsTorn(original[whole - 1]) ? At(whole - 1) : next is null ? null : [(next.Name, 1)];
            case Attack.EmptyFile:
                File.WriteAllBytes(file.Path, []);
                return [(file.Name, 0)];
            case Attack.RemoveFile:
                File.Delete(file.Path);
                // The end of the newest chain of a writer is not missed, nor the whole of it where an older one is there.
                return next is not null ? [(next.Name, 0)]
                    : files.All(other => other == file || other.Writer != file.Writer) ? [($"{file.Writer}.lock", 0)]
                    : files.Any(other => other.Writer == file.Writer && string.CompareOrdinal(other.Chain, file.Chain) > 0) ? []
                    : null;
            case Attack.RenameFile:
                if (!TryRename(file, pickWay, File.Move))
                    return null;
                return [];
            case Attack.CopyFile:
                return pickWay % 7 < 5 && TryRename(file, pickWay, File.Copy) ? [] : null;
            case Attack.ExchangeFiles:
                var other = files[pickPlace % files.Count];
                if (other == file)
                    return null;
                File.WriteAllBytes(file.Path, File.ReadAllBytes(other.Path));
                File.WriteAllBytes(other.Path, bytes);
                return [];
            default:
                return null;
        }

        // A torn line is only known for one by the line behind it, so harm to that one shows at both.
        (string?, int)[] At(int index) => [(file.Name, index + 1), .. index > 0 && index <= original.Count && IsTorn(original[index - 1]) ? new[] { ((string?)file.Name, index) } : []];

        void Save() => File.WriteAllBytes(file.Path, [.. lines.SelectMany(bytes => bytes)]);
    }

    private static bool TryRename(AuditFile file, int way, Action<string, string> rename)
    {
        var target = file.Path.Replace(file.Name, (way % 7) switch
        {
            0 => AuditFiles.FileName(file.Chain, file.Number + 1, file.Day),
            1 => AuditFiles.FileName(file.Chain, file.Number, file.Day.AddDays(1)),
            2 => AuditFiles.FileName(file.Chain, file.Number, file.Day.AddDays(-1)),
            3 => file.Name.Replace(file.Writer, "gateway-9", StringComparison.Ordinal),
            4 => file.Name.Replace("T12", "T11", StringComparison.Ordinal),
            5 => file.Name + ".gz",
            _ => file.Name.Replace(".jsonl", ".JSONL", StringComparison.Ordinal),
        }, StringComparison.Ordinal);
        if (File.Exists(target))
            return false;
        rename(file.Path, target);
        return true;
    }

    private static bool IsTorn(byte[] line) => !AuditLine.HasForm(line.AsSpan()[..^1]);

    private static List<byte[]> LinesOf(byte[] bytes)
    {
        var lines = new List<byte[]>();
        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            end = end < 0 ? bytes.Length : end + 1;
            lines.Add(bytes[start..end]);
            start = end;
        }

        return lines;
    }
}
