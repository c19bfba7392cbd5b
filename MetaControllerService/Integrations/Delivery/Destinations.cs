namespace MctsAspire.MetaControllerService.Integrations.Delivery;

/// <summary>The services that are set up.</summary>
/// <param name="Decisions">Those that are told of decisions.</param>
/// <param name="Runs">Those that are told of training runs.</param>
internal sealed record Destinations(IReadOnlyList<IDestination> Decisions, IReadOnlyList<IDestination> Runs);
