using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>
/// Routes by fixed rules: first hrm, with trm beside it (the Orchestrator runs the two in parallel), then mcts if it may run, and
/// when all have given a result the results are aggregated. A confident hrm and trm don't take mcts out.
/// </summary>
internal sealed class RuleController : IMetaController
{
    /// <summary>The type that rules go by.</summary>
    public const string TypeName = "rules";

    private static readonly Agent[] Order = [Agent.Hrm, Agent.Trm, Agent.Mcts];

    /// <inheritdoc/>
    public string Type => TypeName;

    /// <inheritdoc/>
    public string Version => "rules-1";

    /// <inheritdoc/>
    public Decision Predict(IReadOnlyList<RunFeatures> states, bool useMcts)
    {
        var done = states[^1].AgentsDone;
        var open = Order.Where(agent => !done.Contains(agent) && (useMcts || agent != Agent.Mcts)).ToArray();

        // Rules leave no doubt.
        return new(open.Length == 0 ? null : open[0], 1, []);
    }
}
