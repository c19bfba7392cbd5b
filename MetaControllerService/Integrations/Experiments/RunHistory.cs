using System.Text.Json;
using MctsAspire.MetaControllerService.Integrations.Outboxes;

namespace MctsAspire.MetaControllerService.Integrations.Experiments;

/// <summary>What a run has told before.</summary>
/// <param name="Started">Whether it told its beginning.</param>
/// <param name="LastStep">The last step that it told of; -1: none.</param>
/// <param name="Summary">Its results so far.</param>
/// <param name="Artifacts">Its files, by name and hash.</param>
internal sealed record RunHistory(bool Started, long LastStep, Dictionary<string, JsonElement> Summary, HashSet<string> Artifacts)
{
    /// <summary>Reads it from a run's lines.</summary>
    /// <param name="outbox">The lines.</param>
    public static RunHistory Of(Outbox outbox)
    {
        var history = new RunHistory(false, -1, [], []);
        var reader = new OutboxReader(outbox);
        for (var next = 0L; reader.Read(next, 1000, OutboxLimits.LongestLine) is { Count: > 0 } records; next = records[^1].Sequence + 1)
            history = records.Where(record => record.IsSound).Aggregate(history, (before, record) => before.With(record));
        return history;
    }

    private RunHistory With(OutboxRecord record)
    {
        switch (record.Kind)
        {
            case RunRecords.Start:
                return this with { Started = true };
            case RunRecords.Log:
                return this with { LastStep = Math.Max(LastStep, record.Data.GetProperty("step").GetInt64()) };
            case RunRecords.Summary:
                foreach (var result in record.Data.EnumerateObject())
                    Summary[result.Name] = result.Value;
                return this;
            case RunRecords.Artifact:
                Artifacts.Add(record.Id);
                return this;
            default:
                return this;
        }
    }
}
