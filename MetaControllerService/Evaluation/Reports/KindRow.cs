using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Collection.Tasks;
using System.Text.Json.Serialization;

namespace MctsAspire.MetaControllerService.Evaluation.Reports;

/// <summary>The held-out tasks of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Tasks">How many there are.</param>
/// <param name="Utilities">Mean utility by policy.</param>
/// <param name="Answered">How often the router let each agent answer.</param>
internal sealed record KindRow(
    [property: JsonConverter(typeof(SnakeCaseEnum<TaskKind>))] TaskKind Kind, int Tasks, IReadOnlyDictionary<string, double> Utilities, IReadOnlyDictionary<string, int> Answered);
