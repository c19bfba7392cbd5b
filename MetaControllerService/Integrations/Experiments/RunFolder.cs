using MctsAspire.MetaControllerService.Integrations.Outboxes;

namespace MctsAspire.MetaControllerService.Integrations.Experiments;

/// <summary>
/// Opens the lines of runs. Whoever sends what an earlier process left holds the run for that time only until somebody wants to go on with it: that one says so by a
/// file in the run's folder.
/// </summary>
internal static class RunFolder
{
    private const string Wanted = "wanted";

    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // A run's lines are bounded by what it is allowed to log, and none may go: its beginning tells the services what it is.
    private static readonly OutboxLimits Limits = new(MaximumBytes: long.MaxValue);

    /// <summary>Opens a run to go on with it; null: another process does.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="patience">How long to wait for one that is sending.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<Outbox?> TakeAsync(string folder, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Outbox.TryOpen(folder, Limits) is { } free)
            return free;
        var wanted = Path.Combine(folder, Wanted);
        try
        {
            File.WriteAllText(wanted, "");
            var began = time.GetTimestamp();
            while (time.GetElapsedTime(began) < patience)
            {
                await Task.Delay(Interval, time, cancellationToken);
                if (Outbox.TryOpen(folder, Limits) is { } left)
                    return left;
            }

            return null;
        }
        finally
        {
            File.Delete(wanted);
        }
    }

    /// <summary>Opens a run to send what is in it, until another wants it; does nothing when another has it.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="send">Sends; its token says that another wants the run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task BorrowAsync(string folder, Func<Outbox, CancellationToken, Task> send, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var outbox = Outbox.TryOpen(folder, Limits);
        if (outbox is null)
            return;
        using var wanted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = send(outbox, wanted.Token);
        while (await Task.WhenAny(sending, Task.Delay(Interval, time, cancellationToken)) != sending)
        {
            if (cancellationToken.IsCancellationRequested || IsWanted(folder, time))
                await wanted.CancelAsync();
        }

        try
        {
            await sending;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another goes on with the run, and sends what it finds.
        }
    }

    // One that was killed while it waited leaves its file behind.
    private static bool IsWanted(string folder, TimeProvider time)
    {
        var file = new FileInfo(Path.Combine(folder, Wanted));
        return file.Exists && time.GetUtcNow() - file.LastWriteTimeUtc < Stale;
    }
}
