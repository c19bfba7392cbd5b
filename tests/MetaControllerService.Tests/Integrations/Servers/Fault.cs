namespace MctsAspire.MetaControllerService.Tests.Integrations.Servers;

/// <summary>What a server does to a request in place of an answer, or behind it.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Status">The status, when it answers with one.</param>
/// <param name="RetryAfterSeconds">The pause that it asks for.</param>
public sealed record Fault(FaultKind Kind, int Status = 0, int? RetryAfterSeconds = null)
{
    /// <summary>It takes nothing, and answers with a status and with the key that it was sent, as a careless server might.</summary>
    public static Fault Of(int status, int? retryAfterSeconds = null) => new(FaultKind.Status, status, retryAfterSeconds);
}
