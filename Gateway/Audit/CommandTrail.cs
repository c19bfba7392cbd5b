using MctsAspire.Gateway.Authentication.Keys;

namespace MctsAspire.Gateway.Audit;

/// <summary>Writes down at once what a command did, in a chain that commands share.</summary>
internal sealed class CommandTrail(string folder, AuditSettings settings, TimeProvider time, TextWriter error) : IAuditTrail
{
    private const string Writer = "commands";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public void Require()
    {
        if (!settings.IsEnabled || !settings.RefusesOnFailure)
            return;
        try
        {
            Open().Dispose();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"The audit log in {folder} can't be written ({problem.Message}), and Audit__OnFailure says that nothing is done then.", problem);
        }
    }

    public void Record(AuditRecord record)
    {
        if (!settings.IsEnabled)
            return;
        try
        {
            using var chain = Open();
            chain.Append([record]);
            chain.Flush();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"warning: it is done, but the audit log in {folder} does not hold it, since it can't be written: {problem.Message}");
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
