using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Searches;

/// <summary>Fills in what the settings say of searches and a request does not.</summary>
internal sealed class SearchDefaults(IOptions<FrameworkSettings> settings)
{
    /// <summary>The preset of a search that names none.</summary>
    public const string Preset = "balanced";

    /// <summary>Fills in a search: <c>MCTS_ITERATIONS</c> and <c>MCTS_C</c> hold when they are set and the preset is the default one.</summary>
    public void Fill(SearchRequest search)
    {
        if (search.Preset.Length == 0)
            search.Preset = Preset;
        if (search.Preset != Preset)
            return;

        if (!search.HasIterations && settings.Value.MctsIterationsAreSet)
            search.Iterations = settings.Value.MctsIterations;
        if (!search.HasExplorationWeight && settings.Value.MctsCIsSet)
            search.ExplorationWeight = settings.Value.MctsC;
    }
}
