using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Queries;

/// <summary>Reads the parameters of an address as strictly as bodies are read.</summary>
internal static class AddressParameters
{
    /// <summary>An integer; null when it is absent.</summary>
    /// <exception cref="ValidationException">It is there twice, is none, or out of range.</exception>
    public static int? Integer(HttpRequest request, string name, int minimum, int maximum)
    {
        if (Text(request, name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : throw new ValidationException(name, string.Create(CultureInfo.InvariantCulture, $"must be an integer from {minimum} to {maximum}"));
    }

    /// <summary>A text; null when it is absent.</summary>
    /// <exception cref="ValidationException">It is there twice.</exception>
    public static string? Text(HttpRequest request, string name)
    {
        var values = request.Query[name];
        return values.Count > 1 ? throw new ValidationException(name, "stands there twice; send it once") : values is [var value] ? value ?? "" : null;
    }

    /// <summary>Refuses parameters that the route does not know.</summary>
    /// <exception cref="ValidationException">There is one.</exception>
    public static void RefuseOthers(HttpRequest request, params ReadOnlySpan<string> known)
    {
        foreach (var name in request.Query.Keys)
        {
            if (!known.Contains(name))
                throw new ValidationException(name.Length is > 0 and <= 64 ? name : "query string", $"is not a known parameter; known are {string.Join(", ", known.ToArray())}");
        }
    }
}
