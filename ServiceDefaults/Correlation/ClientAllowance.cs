using System.Globalization;

namespace MctsAspire.ServiceDefaults.Correlation;

/// <summary>What the client of the current request may use on one day. The Gateway says so, and it goes with every call that the request makes, as the request's id does.</summary>
/// <param name="IterationsPerDay">Iterations of searches; null: as many as it likes.</param>
/// <param name="TokensPerDay">Tokens of language models; null: as many as it likes.</param>
public sealed record ClientAllowance(long? IterationsPerDay, long? TokensPerDay)
{
    /// <summary>The header that carries it between the services. None from outside is passed on.</summary>
    public const string HeaderName = "X-Client-Allowance";

    private const string Iterations = "iterations=";
    private const string Tokens = "tokens=";

    private static readonly AsyncLocal<ClientAllowance?> Ambient = new();

    /// <summary>That of the request that is being served; null: nothing is limited.</summary>
    public static ClientAllowance? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Reads the header's value.</summary>
    /// <param name="text">As <c>iterations=1000,tokens=50000</c>; either may be absent.</param>
    /// <returns>What it says; null: nothing that can be read.</returns>
    public static ClientAllowance? Parse(string? text)
    {
        if (text is null)
            return null;
        long? iterations = null, tokens = null;
        foreach (var part in text.Split(','))
        {
            if (part.StartsWith(Iterations, StringComparison.Ordinal) && TryRead(part[Iterations.Length..], out var few))
                iterations = few;
            else if (part.StartsWith(Tokens, StringComparison.Ordinal) && TryRead(part[Tokens.Length..], out var many))
                tokens = many;
            else
                return null;
        }

        return new ClientAllowance(iterations, tokens);
    }

    /// <summary>The header's value.</summary>
    public override string ToString() => (IterationsPerDay, TokensPerDay) switch
    {
        ({ } iterations, { } tokens) => string.Create(CultureInfo.InvariantCulture, $"{Iterations}{iterations},{Tokens}{tokens}"),
        ({ } iterations, null) => string.Create(CultureInfo.InvariantCulture, $"{Iterations}{iterations}"),
        (null, { } tokens) => string.Create(CultureInfo.InvariantCulture, $"{Tokens}{tokens}"),
        _ => "",
    };

    private static bool TryRead(string text, out long amount) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out amount);
}
