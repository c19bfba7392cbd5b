using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>Stands with a request whose answer had begun, so that its status says that it went well, and did not come to its end.</summary>
/// <param name="Failure">What the client was told, if it could be told.</param>
/// <param name="Cause">What happened, for the log.</param>
/// <param name="IsOrchestrators">Whether it is the Orchestrator's doing, and not the Gateway's own.</param>
internal sealed record BrokenAnswer(FrameworkException Failure, string Cause, bool IsOrchestrators)
{
    /// <summary>The Gateway has to stop.</summary>
    public static BrokenAnswer Stopping() => new(new ServiceUnavailableException("The gateway is stopping; ask again, another one answers."), "the gateway is stopping", IsOrchestrators: false);

    /// <summary>Nothing came any more.</summary>
    public static BrokenAnswer Silent() => new(new OperationTimeoutException("The orchestrator service fell silent."), "nothing came any more", IsOrchestrators: true);

    /// <summary>The Orchestrator ended the connection in the middle.</summary>
    public static BrokenAnswer Cut(string? cause) => new(new ServiceUnavailableException("The orchestrator service broke off its answer; ask again."), cause ?? "it broke off", IsOrchestrators: true);
}
