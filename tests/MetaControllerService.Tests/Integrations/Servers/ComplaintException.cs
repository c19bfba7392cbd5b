namespace MctsAspire.MetaControllerService.Tests.Integrations.Servers;

/// <summary>A request is not what the API's description says.</summary>
public sealed class ComplaintException(string message) : Exception(message);
