namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>A question whose answer is known.</summary>
/// <param name="Id">Its name, unique among the tasks of all seeds.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="Part">What it is for.</param>
/// <param name="Query">The question as a user would ask it.</param>
/// <param name="UseRag">Whether the documents may be looked at.</param>
/// <param name="Expected">What a good answer says.</param>
internal sealed record RoutingTask(string Id, TaskKind Kind, TaskPart Part, string Query, bool UseRag, ExpectedAnswer Expected);
