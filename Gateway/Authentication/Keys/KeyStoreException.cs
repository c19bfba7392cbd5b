namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>The store of keys can't be used, or does not hold what it must.</summary>
/// <param name="message">What is wrong and what to do, for the operator; without a secret.</param>
/// <param name="innerException">The cause.</param>
internal sealed class KeyStoreException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether a change was sent that the store may have made, or may still make.</summary>
    public bool MayBeDone { get; init; }
}
