using System.Diagnostics;
using System.Globalization;
using MctsAspire.ServiceDefaults.Texts;
using MctsAspire.Testing;

namespace MctsAspire.ServiceDefaults.Tests.Texts;

/// <summary>The tables of form C against what others say: Unicode's own conformance file, and Perl, whose implementation shares nothing with ours.</summary>
public sealed class CanonicalFormTests
{
    private const double Version = 14.0;

    // What changes by itself, and sequences of those characters that may change each other.
    private const string Oracle = """
        use strict; use warnings; no warnings 'utf8'; use Unicode::Normalize qw(NFC NFD getCombinClass isComp2nd);
        sub hex_of { join ' ', map { sprintf '%X', ord } split //, shift }
        my @pool;
        for my $point (0 .. 0x10FFFF) {
          next if $point >= 0xD800 && $point <= 0xDFFF;
          my $text = chr $point;
          next unless $text =~ /\p{Present_In: 14.0}/;
          my $form = NFC($text);
          print hex_of($text), ';', hex_of($form), "\n" if $form ne $text;
          push @pool, $text if ($form ne $text || NFD($text) ne $text || getCombinClass($point) || isComp2nd($point)) && ($point < 0xAC00 || $point > 0xD7A3);
        }
        print "-\n";
        push @pool, map { chr } 0x41 .. 0x5A, 0x61 .. 0x7A, 0x1100 .. 0x1113, 0x1160 .. 0x1176, 0x11A6 .. 0x11C3, map { 0xAC00 + 7 * $_ } 0 .. 1500;
        srand 7;
        for (1 .. 40_000) {
          my $text = join '', map { $pool[rand @pool] } 1 .. 1 + rand 8;
          print hex_of($text), ';', hex_of(NFC($text)), "\n";
        }
        """;

    [RequiresFact("bzip2", "unicode:NormalizationTest.txt.bz2", "unicode:DerivedAge.txt")]
    public async Task TheConformanceFileAgrees()
    {
        var newer = await NewerCharactersAsync();
        var listed = new HashSet<int>();
        var isFirstPart = false;
        var checkedLines = 0;
        foreach (var line in (await OutputAsync("bzip2", "-dc", UnicodeData.File("NormalizationTest.txt.bz2"))).Split('\n'))
        {
            if (line.StartsWith('@'))
                isFirstPart = line.StartsWith("@Part1", StringComparison.Ordinal);
            if (line.Length == 0 || line[0] is '#' or '@')
                continue;
            var columns = line.Split(';').Take(5).Select(Text).ToArray();
            if (isFirstPart)
                listed.Add(char.ConvertToUtf32(columns[0], 0));
            if (columns[0].EnumerateRunes().Any(rune => newer.Contains(rune.Value)))
                continue;
            checkedLines++;
            foreach (var same in columns[..3])
                CanonicalForm.Of(same).ShouldBe(columns[1], line);
            foreach (var compatible in columns[3..])
                CanonicalForm.Of(compatible).ShouldBe(columns[3], line);
        }

        checkedLines.ShouldBeGreaterThan(18_000);
        // Whatever the first part does not list is in form C by itself.
        foreach (var point in Scalars().Where(point => !listed.Contains(point)))
            CanonicalForm.Of(char.ConvertFromUtf32(point)).ShouldBe(char.ConvertFromUtf32(point));
    }

    [RequiresFact("perl")]
    public async Task PerlAgreesOnEveryCharacterAndOnManySequences()
    {
        var parts = (await OutputAsync("perl", "-e", Oracle)).Split("-\n");

        var changed = Pairs(parts[0]).ToDictionary(pair => pair.Given, pair => pair.Form);
        changed.Count.ShouldBeGreaterThan(1_000);
        foreach (var point in Scalars().Select(char.ConvertFromUtf32))
            CanonicalForm.Of(point).ShouldBe(changed.GetValueOrDefault(point, point));
        var sequences = Pairs(parts[1]).ToList();
        sequences.Count.ShouldBe(40_000);
        foreach (var (given, form) in sequences)
            CanonicalForm.Of(given).ShouldBe(form, string.Join(' ', given.EnumerateRunes().Select(rune => rune.Value.ToString("X", CultureInfo.InvariantCulture))));
    }

    private static IEnumerable<int> Scalars() => Enumerable.Range(0, 0x110000).Where(point => point is < 0xD800 or > 0xDFFF);

    private static IEnumerable<(string Given, string Form)> Pairs(string lines) =>
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';')).Select(sides => (Text(sides[0]), Text(sides[1])));

    private static string Text(string points) =>
        string.Concat(points.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(point => char.ConvertFromUtf32(int.Parse(point, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))));

    /// <summary>The characters that came with a later version of Unicode than that of the tables.</summary>
    private static async Task<HashSet<int>> NewerCharactersAsync()
    {
        var newer = new HashSet<int>();
        foreach (var line in await File.ReadAllLinesAsync(UnicodeData.File("DerivedAge.txt")))
        {
            if (line.Split('#')[0].Split(';') is not [var range, var age] || double.Parse(age, CultureInfo.InvariantCulture) <= Version)
                continue;
            var ends = range.Split("..").Select(point => int.Parse(point.Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToArray();
            newer.UnionWith(Enumerable.Range(ends[0], ends[^1] - ends[0] + 1));
        }

        return newer;
    }

    private static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Programs.Find(program)!, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return output;
    }
}
