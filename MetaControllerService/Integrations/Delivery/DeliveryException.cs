namespace MctsAspire.MetaControllerService.Integrations.Delivery;

/// <summary>A service did not take what it was told.</summary>
/// <param name="failure">Why.</param>
/// <param name="message">What happened and what to do, without a word of the service's own: it may quote the key.</param>
/// <param name="retryAfter">How long the service wants to be left alone; null: it doesn't say.</param>
/// <param name="innerException">The cause.</param>
internal sealed class DeliveryException(DeliveryFailure failure, string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public DeliveryFailure Failure => failure;

    /// <summary>How long the service wants to be left alone; null: it doesn't say.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
