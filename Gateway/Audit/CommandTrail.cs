using MctsAspire.Gateway.Authentication.Keys;

namespace MctsAspire.Gateway.Audit;

/// <summary>Writes down at once what a command did, in a chain that commands share.</summary>
internal sealed class CommandTrail(string folder, AuditSettings settings, TimeProvider time, TextWriter error) : IAuditTrail
{
    private const string Writer = "commands";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public void Announce(AuditRecord record)
    {
        if (TryWrite(record) is { } problem && settings.RefusesOnFailure)
            throw new KeyStoreException($"The audit log in {folder} can't be written ({problem.Message}), and Audit__OnFailure says that nothing is done then.", problem);
    }

    public void Record(AuditRecord record)
    {
        if (TryWrite(record) is { } problem)
            error.WriteLine($"warning: the audit log in {folder} does not hold what was done ({record.Event}), since it can't be written: {problem.Message}");
    }

    private Exception? TryWrite(AuditRecord record)
    {
        if (!settings.IsEnabled)
            return null;
        try
        {
            using var chain = Open();
            chain.Append([record]);
            chain.Flush();
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return problem;
        }
    }

    private AuditChain Open()
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            if (AuditChain.TryOpen(folder, Writer, settings, time) is { } chain)
                return chain;
            if (time.GetElapsedTime(begun) > Patience)
                throw new IOException("another command holds its lock");
            Task.Delay(Pause, time).Wait();
        }
    }
}
