namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>A setting is wrong or does not allow what was asked. Thrown while a service starts, it stops the service with its message as one line.</summary>
/// <param name="message">One line that names the variable, what is wrong with its value (never a secret one) and what is allowed.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class ConfigurationException(string message, Exception? innerException = null)
    : FrameworkException(ErrorCode.Configuration, message, innerException: innerException)
{
    /// <summary>Creates the failure for one variable.</summary>
    /// <param name="variable">The variable's name, as <c>LLM_PROVIDER</c>.</param>
    /// <param name="problem">What is wrong with its value (never a secret one) and what is allowed, as <c>is 0, and must be an integer from 1 to 300</c>.</param>
    public ConfigurationException(string variable, string problem)
        : this($"{variable} {problem}")
    {
    }
}
