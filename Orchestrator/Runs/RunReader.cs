using System.Text.Json;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage.Journals;
using MctsAspire.Storage.Runs;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Runs;

/// <summary>Shows runs to those who made them. A run that the end of a process cut off is taken up when it is looked at.</summary>
internal sealed class RunReader(RunManager manager, IRunStore runs, IJournal journal, IOptions<OrchestratorOptions> options, TimeProvider time)
{
    /// <summary>A run with its steps. A run that is taken up is waited for, but not for long.</summary>
    /// <exception cref="NotFoundException">The client has no run of that id.</exception>
    public async Task<RunInfo> GetAsync(string clientId, string runId, CancellationToken cancellationToken)
    {
        var run = await FindAsync(clientId, runId, cancellationToken);
        var active = manager.IsActive(runId);
        if (!active && run.Status is RunStatus.Running or RunStatus.Interrupted)
        {
            // It may have ended between the two looks.
            run = await FindAsync(clientId, runId, cancellationToken);
            if (run.Status is RunStatus.Running or RunStatus.Interrupted)
            {
                await WaitAsync(manager.TakeUp(run).Completion, cancellationToken);
                run = await FindAsync(clientId, runId, cancellationToken);
                active = manager.IsActive(runId);
            }
        }

        var steps = await journal.ListAsync(runId, cancellationToken);
        return new RunInfo
        {
            RunId = run.RunId,
            ThreadId = run.ThreadId,
            Status = Name(run.Status == RunStatus.Running && !active ? RunStatus.Interrupted : run.Status),
            StartedAt = run.StartedAt,
            FinishedAt = run.FinishedAt,
            Request = JsonElement.Parse(run.Request),
            Response = run.Response is { } response ? JsonElement.Parse(response) : null,
            Error = run.Error,
            Steps = [.. steps.Select(step => new RunStep(step.Key.Step, step.Key.Kind, step.RequestHash, step.RecordedAt, step.Duration.TotalMilliseconds))],
        };
    }

    private async Task<RunRecord> FindAsync(string clientId, string runId, CancellationToken cancellationToken) =>
        await runs.FindAsync(runId, cancellationToken) is { } run && run.ClientId == clientId
            ? run
            : throw new NotFoundException("run_id: there is no such run.");

    private async Task WaitAsync(Task run, CancellationToken cancellationToken)
    {
        try
        {
            await run.WaitAsync(TimeSpan.FromSeconds(options.Value.ResumeWaitSeconds), time, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // How it ended is stored; a run that is not over is shown as running.
        }
    }

    private static string Name(RunStatus status) => status switch
    {
        RunStatus.Running => "running",
        RunStatus.Completed => "completed",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        _ => "interrupted",
    };
}
