using System.Globalization;
using System.Text.RegularExpressions;

namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>When a key stops by itself, as it is written. There is no other form than these, since one that has to be guessed, as 05/06/2027, ends a key a month early or late.</summary>
internal static partial class KeyEnd
{
    /// <summary>The forms, for messages.</summary>
    public const string Forms = "2027-01-31 (its beginning in UTC), 2027-01-31T12:00:00Z or 2027-01-31T14:00:00+02:00";

    /// <summary>Reads a day, by UTC, or a time with its offset from UTC.</summary>
    public static bool TryRead(string text, out DateTimeOffset end)
    {
        end = default;
        // What may stand where is looked at here, and whether there is such a day and time there: the reader of times takes more than it is asked for.
        return Form().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out end);
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2}))?\\z")]
    private static partial Regex Form();
}
