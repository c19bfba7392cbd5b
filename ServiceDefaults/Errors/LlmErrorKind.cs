namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>In which way a language provider failed.</summary>
public enum LlmErrorKind
{
    /// <summary>It can't be reached, failed by itself, broke off, or is left alone for a while after failures in a row.</summary>
    Unavailable,

    /// <summary>It refused the key.</summary>
    Authentication,

    /// <summary>It takes no more requests for now.</summary>
    RateLimit,

    /// <summary>The request, or the answer to it, is longer than the model can hold.</summary>
    ContextLength,

    /// <summary>It, or its filter, refused to answer this request.</summary>
    ContentFilter,

    /// <summary>It did not answer in time.</summary>
    Timeout,

    /// <summary>Its answer can't be used.</summary>
    BadResponse,

    /// <summary>It refused the request as wrong, as for a model that it doesn't know.</summary>
    BadRequest,
}
