using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Gateway.Routes;

/// <summary>The bound on a query that <c>MAX_QUERY_LENGTH</c> sets, where it is narrower than the contract's own.</summary>
internal sealed class QueryLength(IOptions<FrameworkSettings> settings)
{
    /// <summary>Code points at most.</summary>
    public int Maximum { get; } = settings.Value.MaxQueryLength;

    /// <exception cref="ValidationException">The query is longer.</exception>
    public void Require(string query)
    {
        // No text has more code points than UTF-16 code units.
        if (query.Length <= Maximum)
            return;
        var length = query.EnumerateRunes().Count();
        if (length > Maximum)
            throw new ValidationException("query", $"must have 1 to {Maximum} characters, and has {length}");
    }
}
