using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.Orchestrator.Queries;

/// <summary>Cleans a field of a request and holds what comes out to the field's bound: form C writes some characters as up to three, so that a text may grow.</summary>
internal static class CleanField
{
    /// <summary>The clean text.</summary>
    /// <param name="field">The field's name, for messages.</param>
    /// <param name="given">The text as it came, within the same bound.</param>
    /// <param name="most">Characters (code points) at most.</param>
    /// <exception cref="ValidationException">The clean text is longer than that.</exception>
    public static string Of(string field, string given, int most)
    {
        var clean = CleanText.Of(given);
        if (ReferenceEquals(clean, given) || clean.Length <= most)
            return clean;
        var characters = clean.EnumerateRunes().Count();
        return characters <= most
            ? clean
            : throw new ValidationException(field, string.Create(CultureInfo.InvariantCulture, $"must have at most {most} characters in Unicode's form C, and has {characters}"));
    }
}
