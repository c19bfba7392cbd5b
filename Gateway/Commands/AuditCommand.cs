using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using MctsAspire.Gateway.Audit;
using MctsAspire.ServiceDefaults.Commands;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace MctsAspire.Gateway.Commands;

/// <summary><c>audit verify</c> and <c>audit head</c>: whether the audit log is as it was written.</summary>
internal static partial class AuditCommand
{
    private const int MostShown = 100;
    private const string Unnamed = "; none of these lines says which chain it belongs to (earlier versions did not write that), so that its files could be another one's under a new name";
    private const string UnnamedFromThere = "; none of these lines says which chain it belongs to (that stands in files before these), so that its files could be another one's under a new name";

    public static Command Create(CommandHost host) => new("audit", "Check the audit log")
    {
        Verify(host),
        Head(host),
    };

    private static Command Verify(CommandHost host)
    {
        var from = Day("--from", "First day to check, as 2026-11-23 by UTC [default: the beginning, which must be there]");
        var to = Day("--to", "Last day to check [default: the end]");
        var heads = new Option<string[]>("--head") { Description = "A hash that audit head printed: its line must still be there; may be given more than once", HelpName = "hash", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        heads.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !Hash().IsMatch(token.Value)))
                result.AddError("--head must be 64 hexadecimal digits, as audit head prints them.");
        });
        var allowsPlain = new Option<bool>("--allow-unsealed") { Description = "Take chains that were not sealed with Audit__Secret, as those from before it was set" };
        var command = new Command("verify", "Check every line against its hash and the one before it; exit code 1 when something was changed, deleted, inserted, moved or cut off, or nothing is there") { from, to, heads, allowsPlain };
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Error,
            async (services, stopping) =>
            {
                var (first, last) = (line.GetValue(from), line.GetValue(to));
                var (output, error) = (line.InvocationConfiguration.Output, line.InvocationConfiguration.Error);
                if (first > last)
                {
                    await error.WriteLineAsync("--from must not be a later day than --to.");
                    return ExitCodes.UsageError;
                }

                var verifier = Verifier(services);
                await verifier.VerifyAsync(first, last, line.GetValue(allowsPlain), stopping);
                foreach (var head in line.GetValue(heads) ?? [])
                    verifier.Require(head);

                foreach (var report in verifier.Reports)
                    await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{report.Chain}: {report.Lines} lines in {report.Files} files, sealed by {report.Algorithm ?? "nothing that is known here"}, the last one {report.Last?.Hash ?? "-"}{NameNote(report)}"));
                foreach (var note in verifier.Notes)
                    await output.WriteLineAsync(note);
                foreach (var finding in verifier.Findings.Take(MostShown))
                    await error.WriteLineAsync(TerminalText.Escape(finding.ToString()));
                if (verifier.Findings.Count > MostShown)
                    await error.WriteLineAsync($"and {verifier.Findings.Count - MostShown} more");
                if (!verifier.HasLines)
                    await output.WriteLineAsync(first is null && last is null ? NoLog(services) : verifier.Reports.Count > 0 ? "No line of those days can be read." : "There are no lines in those days. So nothing was checked.");
                if (!verifier.HasLines || verifier.Findings.Count > 0)
                    return ExitCodes.Failed;
                await output.WriteLineAsync("Everything is as it was written.");
                return 0;
            },
            cancellationToken));
        return command;
    }

    private static Command Head(CommandHost host)
    {
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print the hashes and nothing else" };
        var command = new Command("head", "Print the hash of the last line of every chain; keep them elsewhere, and give them to audit verify --head later") { quiet };
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Error,
            async (services, stopping) =>
            {
                var verifier = Verifier(services);
                await verifier.VerifyAsync(from: null, to: null, allowsPlain: true, stopping);
                if (!verifier.HasLines)
                {
                    await line.InvocationConfiguration.Error.WriteLineAsync(NoLog(services));
                    return ExitCodes.Failed;
                }

                foreach (var report in verifier.Reports.Where(report => report.Last is not null))
                    await line.InvocationConfiguration.Output.WriteLineAsync(line.GetValue(quiet) ? report.Last!.Hash : $"{report.Last!.Hash}  {report.Chain} line {report.Last.Sequence}");
                return 0;
            },
            cancellationToken));
        return command;
    }

    private static string NameNote(AuditReport report) => report.IsNamed || report.Lines == 0 ? "" : report.IsWhole ? Unnamed : UnnamedFromThere;

    private static string NoLog(IServiceProvider services) => $"There is no line of an audit log in {Folder(services)} that can be read. MCTS_DATA_DIR says where its folder is; if it is this one, the log was taken away.";

    private static string Folder(IServiceProvider services) => AuditFiles.FolderIn(services.GetRequiredService<IOptions<FrameworkSettings>>().Value.DataDirectory);

    private static AuditVerifier Verifier(IServiceProvider services) => new(
        Folder(services),
        services.GetRequiredService<AuditSettings>(),
        services.GetRequiredService<TimeProvider>());

    private static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "day",
        CustomParser = argument => CheckedOptions.Read<DateOnly?>(argument, name, "a day as 2026-11-23", null, static (string text, out DateOnly? value) =>
        {
            var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
            value = day;
            return isDay;
        }),
    };

    [GeneratedRegex("^[0-9a-fA-F]{64}\\z")]
    private static partial Regex Hash();
}
