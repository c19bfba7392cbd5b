using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.ServiceDefaults.Logging;

/// <summary>Takes secrets out of texts: those that are configured, by their values, and those that look like one.</summary>
public sealed class SecretRedactor
{
    /// <summary>Characters of one text at most; what is longer is cut off.</summary>
    public const int MaximumLength = 32 * 1024;

    // Shorter values would blank out ordinary words.
    private const int ShortestValue = 4;
    private const int LongestInput = 2 * MaximumLength;
    private const int LongestValue = 4 * 1024;
    private const int MostKnownNames = 1000;
    private const int LongestKnownName = 128;

    private readonly ConcurrentDictionary<string, KnownName> _names = new(StringComparer.Ordinal);
    private readonly string[] _values;
    private readonly SearchValues<string>? _search;

    /// <summary>Creates a redactor.</summary>
    /// <param name="values">The configured secrets. Their forms in URLs and in JSON are covered as well.</param>
    public SecretRedactor(IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        // The longest first: a secret may begin with another one.
        _values = [.. values.Where(value => value.Length >= ShortestValue).SelectMany(Forms).Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length)];
        _search = _values.Length == 0 ? null : SearchValues.Create(_values, StringComparison.Ordinal);
    }

    /// <summary>The text without its secrets, and not longer than <see cref="MaximumLength"/>.</summary>
    /// <param name="text">Any text.</param>
    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cut = text.Length > LongestInput;
        if (cut)
            text = text[..LongestInput];

        if (_search is not null && text.AsSpan().ContainsAny(_search))
        {
            foreach (var value in _values)
                text = text.Replace(value, Secret.Mask, StringComparison.Ordinal);
        }

        text = SecretPatterns.Redact(text);
        // The cut may have gone through a secret, so that its beginning wasn't known for one.
        if (cut)
            text = text[..Math.Max(0, text.Length - LongestValue)];
        return text.Length <= MaximumLength ? text : string.Concat(text.AsSpan(0, MaximumLength), "…");
    }

    /// <summary>How a name may be shown, and whether whatever stands under it is a secret.</summary>
    internal KnownName Name(string name)
    {
        if (_names.TryGetValue(name, out var known))
            return known;
        known = new KnownName(Redact(name), SecretPatterns.IsSecretName(name));
        // Names are mostly those of our own templates; what callers make up doesn't fill the memory.
        if (name.Length <= LongestKnownName && _names.Count < MostKnownNames)
            _names.TryAdd(name, known);
        return known;
    }

    /// <summary>The value as it may be shown under a name: masked whole when the name is that of a secret.</summary>
    /// <param name="name">The name, as <c>Authorization</c>.</param>
    /// <param name="value">What stands under it.</param>
    public string Redact(string name, string value) => Name(name).IsSecret ? Secret.Mask : Redact(value);

    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        yield return Uri.EscapeDataString(value);
        yield return JsonEncodedText.Encode(value).Value;
    }

    /// <param name="Shown">The name without secrets.</param>
    /// <param name="IsSecret">Whether whatever stands under it is one.</param>
    internal readonly record struct KnownName(string Shown, bool IsSecret);
}
