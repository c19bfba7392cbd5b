using System.CommandLine;
using System.CommandLine.Parsing;

namespace MctsAspire.ServiceDefaults.Commands;

/// <summary>Options whose values are checked; what is wrong names the option, what is allowed, and what was typed.</summary>
public static class CheckedOptions
{
    private const int LongestEcho = 60;

    /// <summary>Reads the value of an option, for its parser.</summary>
    /// <typeparam name="T">What the value is.</typeparam>
    /// <param name="argument">What was typed.</param>
    /// <param name="name">The option.</param>
    /// <param name="allowed">What it must be, as <c>a whole number from 1 to 5</c>.</param>
    /// <param name="standard">The value after an error.</param>
    /// <param name="tryRead">Reads it.</param>
    public static T Read<T>(ArgumentResult argument, string name, string allowed, T standard, TryReadValue<T> tryRead)
    {
        ArgumentNullException.ThrowIfNull(argument);
        ArgumentNullException.ThrowIfNull(tryRead);
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (tryRead(text, out var value))
            return value;
        argument.AddError(Problem(name, allowed, text));
        return standard;
    }

    /// <summary>Lets an option have one of some values, or several of them where it may be there more than once.</summary>
    /// <param name="option">The option.</param>
    /// <param name="allowed">The values.</param>
    public static void AllowOnly(this Option option, params IReadOnlyList<string> allowed)
    {
        ArgumentNullException.ThrowIfNull(option);
        option.CompletionSources.Add([.. allowed]);
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !allowed.Contains(token.Value, StringComparer.Ordinal)))
                result.AddError(Problem(option.Name, string.Join(" or ", allowed), token.Value));
        });
    }

    private static string Problem(string name, string allowed, string text) =>
        $"{name} must be {allowed}, and is '{(text.Length <= LongestEcho ? text : text[..LongestEcho] + "...")}'.";
}
