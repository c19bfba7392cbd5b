using System.CommandLine;
using System.Globalization;
using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.ServiceDefaults.Commands;

namespace MctsAspire.Gateway.Commands;

/// <summary>Options whose values are checked; what is wrong names the option and what is allowed.</summary>
internal static class Flags
{
    /// <summary>A client's id.</summary>
    public static Option<string> Client() => new("--client")
    {
        Description = "Whose key it is: 1 to 100 letters, digits, dots, _ and -",
        HelpName = "id",
        Required = true,
        CustomParser = argument => CheckedOptions.Read(argument, "--client", "1 to 100 letters, digits, dots, _ and -", "", static (string text, out string value) => KeyRules.IsClientId(value = text)),
    };

    /// <summary>Roles; the option may be there more than once.</summary>
    public static Option<string[]> RolesOf()
    {
        var option = new Option<string[]>("--role") { Description = "What the client may do: user (all of the API) or admin (the keys as well); may be given twice [default: user]", HelpName = "role", DefaultValueFactory = _ => [] };
        option.AllowOnly(Roles.All);
        return option;
    }

    /// <summary>When a key ends: days, hours or minutes from now, or a date.</summary>
    public static Option<DateTimeOffset?> Expires(TimeProvider time) => new("--expires")
    {
        Description = $"When the key stops by itself: 30d, 12h or 15m from now, or a date as {KeyEnd.Forms} [default: never]",
        HelpName = "when",
        CustomParser = argument => CheckedOptions.Read<DateTimeOffset?>(
            argument, "--expires", $"30d, 12h, 15m or a date as {KeyEnd.Forms}, later than now and within ten years", null, (string text, out DateTimeOffset? value) => TryReadEnd(text, time.GetUtcNow(), out value)),
    };

    /// <summary>A limit; null when it isn't given.</summary>
    public static Option<long?> Limit(string name, string what, long most) => new(name)
    {
        Description = $"{what} (1 to {most}) [default: as for everybody]",
        HelpName = "n",
        CustomParser = argument => CheckedOptions.Read<long?>(argument, name, $"a whole number from 1 to {most}", null, (string text, out long? value) =>
        {
            var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most;
            value = number;
            return isNumber;
        }),
    };

    /// <summary>A note; null when it isn't given.</summary>
    public static Option<string?> Note() => new("--note")
    {
        Description = $"What the key is for, in 1 to {KeyRules.LongestNote} characters",
        HelpName = "text",
        CustomParser = argument => CheckedOptions.Read<string?>(argument, "--note", $"1 to {KeyRules.LongestNote} characters, without such as control or change the direction of writing", null, static (string text, out string? value) =>
            !string.IsNullOrWhiteSpace(value = text) && text.EnumerateRunes().Count() <= KeyRules.LongestNote && TerminalText.IsPlain(text)),
    };

    private static bool TryReadEnd(string text, DateTimeOffset now, out DateTimeOffset? end)
    {
        end = null;
        if (text is [.. var digits, var unit] && unit is 'd' or 'h' or 'm' && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            end = count > KeyRules.LongestLife.TotalMinutes ? null : now + (unit switch { 'd' => TimeSpan.FromDays(count), 'h' => TimeSpan.FromHours(count), _ => TimeSpan.FromMinutes(count) });
        else if (KeyEnd.TryRead(text, out var date))
            end = date;
        return end > now && end <= now + KeyRules.LongestLife;
    }
}
