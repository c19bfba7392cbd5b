namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>A request that breaks a rule. Its message is <c>field: problem</c>.</summary>
/// <param name="field">The field's path in the request, as <c>query</c>, <c>metadata.author</c> or <c>[2].title</c>; <c>body</c> for the whole.</param>
/// <param name="problem">What is wrong with it and what is allowed, as <c>must be an integer from 1 to 10000, and is 0</c>.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class ValidationException(string field, string problem, Exception? innerException = null)
    : FrameworkException(ErrorCode.Validation, $"{field}: {problem}", innerException: innerException)
{
    /// <summary>The field's path in the request.</summary>
    public string Field { get; } = field;

    /// <summary>What is wrong with the field and what is allowed.</summary>
    public string Problem { get; } = problem;
}
