namespace MctsAspire.Gateway.Documentation;

/// <summary>Marks a route that goes on to the Orchestrator.</summary>
internal sealed class ForwardedRoute
{
    public static readonly ForwardedRoute Instance = new();

    private ForwardedRoute()
    {
    }
}
