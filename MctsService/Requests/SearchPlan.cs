using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Requests;

/// <summary>A request whose every field is in its range.</summary>
/// <param name="RunId">The run that the search belongs to.</param>
/// <param name="Step">The search within the run: the same for equal requests, another for any other.</param>
/// <param name="Problem">What is searched.</param>
/// <param name="Preset">The preset's name.</param>
/// <param name="Options">How it is searched.</param>
/// <param name="Bundle">Whether the answers of outside calls are kept for a bundle.</param>
internal sealed record SearchPlan(string RunId, string Step, ReasoningProblem Problem, string Preset, SearchOptions Options, bool Bundle);
