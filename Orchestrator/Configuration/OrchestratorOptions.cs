using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace MctsAspire.Orchestrator.Configuration;

/// <summary>Bounds and defaults of queries: the section <c>Orchestrator</c> of the configuration.</summary>
internal sealed class OrchestratorOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Orchestrator";

    /// <summary>Passages retrieved for a question.</summary>
    [Range(1, 50)]
    public int PassagesPerQuestion { get; set; } = 10;

    /// <summary>Passages that a run works with in all, those of its sub-questions included.</summary>
    [Range(1, 50)]
    public int PassagesPerRun { get; set; } = 25;

    /// <summary>Agreement of the agents from which no further agent is asked.</summary>
    [Range(0.0, 1.0)]
    public double ConsensusThreshold { get; set; } = 0.75;

    /// <summary>Iterations of the state graph; one more is run for a search that must still be made.</summary>
    [Range(1, 20)]
    public int MaxIterations { get; set; } = 3;

    /// <summary>Confidence of the meta-controller below which the rules decide. Unset: <c>META_CONTROLLER_THRESHOLD</c>, which is the meta-controller's own.</summary>
    [Range(0.0, 1.0)]
    public double RouterConfidence { get; set; } = 0.6;

    /// <summary>Earlier turns of a thread that a question is understood by.</summary>
    [Range(0, 50)]
    public int HistoryTurns { get; set; } = 5;

    /// <summary>Characters (UTF-16 code units) of an earlier question or answer that are kept in mind.</summary>
    [Range(100, 100_000)]
    public int HistoryTextCharacters { get; set; } = 2_000;

    /// <summary>Sub-questions that HRM may ask.</summary>
    [Range(1, 8)]
    public int MaxSubQuestions { get; set; } = 4;

    /// <summary>Sub-questions of one run that are answered at once.</summary>
    [Range(1, 8)]
    public int ParallelSubQuestions { get; set; } = 4;

    /// <summary>Times that TRM writes its draft anew.</summary>
    [Range(0, 10)]
    public int MaxRefinements { get; set; } = 3;

    /// <summary>Attempts at a search before its failure is the run's.</summary>
    [Range(1, 20)]
    public int SearchAttempts { get; set; } = 5;

    /// <summary>Wait before the second attempt at a search, in milliseconds; it doubles for each further one.</summary>
    [Range(0, 60_000)]
    public int SearchRetryMilliseconds { get; set; } = 100;

    /// <summary>Seconds after which a run stops asking agents and answers from what it has.</summary>
    [Range(1, 86_400)]
    public int RunTimeoutSeconds { get; set; } = 600;

    /// <summary>Seconds for one call of a reasoning primitive.</summary>
    [Range(1, 3_600)]
    public int CallTimeoutSeconds { get; set; } = 120;

    /// <summary>Seconds that the meta-controller is waited for; then the rules decide. It decides in well below a millisecond: so long only one that hangs takes, and no machine that is merely busy changes what is answered.</summary>
    [Range(1, 3_600)]
    public int RouterTimeoutSeconds { get; set; } = 10;

    /// <summary>Runs that are accepted at once; further requests are refused.</summary>
    [Range(1, 100_000)]
    public int MaxActiveRuns { get; set; } = 512;

    /// <summary>Runs that are worked on at once; further ones wait.</summary>
    [Range(1, 1_000)]
    public int ParallelRuns { get; set; } = 32;

    /// <summary>Questions of one thread that wait for an earlier one.</summary>
    [Range(1, 1_000)]
    public int MaxWaitingPerThread { get; set; } = 16;

    /// <summary>Seconds that <c>GET /runs/{id}</c> waits for a run that it took up.</summary>
    [Range(0, 300)]
    public int ResumeWaitSeconds { get; set; } = 20;

    /// <summary>Days after which a run that ended is deleted with its journal; 0: never. Runs that may be taken up again are kept.</summary>
    [Range(0, 36_500)]
    public int RunRetentionDays { get; set; } = 30;

    /// <summary>Seconds between two signs of life on a stream of events.</summary>
    [Range(1, 300)]
    public int HeartbeatSeconds { get; set; } = 15;

    /// <summary>Takes the meta-controller's threshold for <see cref="RouterConfidence"/> unless that is set; what is no number, the meta-controller refuses.</summary>
    public void TakeThreshold(IConfiguration configuration)
    {
        if (configuration[$"{Section}:{nameof(RouterConfidence)}"] is null
            && double.TryParse(configuration["META_CONTROLLER_THRESHOLD"], NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold))
        {
            RouterConfidence = threshold;
        }
    }
}
