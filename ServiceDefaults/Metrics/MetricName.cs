namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>An instrument's name as Prometheus knows it, by OpenTelemetry's rules: other signs become underscores and the unit goes behind.</summary>
/// <param name="Family">The name without the <c>_total</c> of counters.</param>
/// <param name="Sample">The name of a counter's or gauge's sample.</param>
/// <param name="Unit">The unit that the name ends with; <see langword="null"/>: none.</param>
internal sealed record MetricName(string Family, string Sample, string? Unit)
{
    private const string Total = "_total";

    // What the parts of a histogram and the like end with.
    private static readonly string[] Reserved = ["_total", "_count", "_sum", "_bucket", "_created", "_info"];

    /// <param name="instrument">The instrument's name, as <c>mcts.request.duration</c>.</param>
    /// <param name="unit">Its unit by UCUM, as <c>s</c>.</param>
    /// <param name="kind">What it counts.</param>
    public static MetricName Of(string instrument, string? unit, MetricKind kind)
    {
        var name = Sanitize(instrument);
        foreach (var suffix in Reserved)
        {
            if (kind != MetricKind.Histogram && name.EndsWith(suffix, StringComparison.Ordinal) && name.Length > suffix.Length)
                name = name[..^suffix.Length] + (suffix == "_count" ? "_number" : "");
        }

        var word = unit switch
        {
            "s" => "seconds",
            "ms" => "milliseconds",
            "By" => "bytes",
            "USD" => "usd",
            _ => null,
        };
        if (word is not null && !name.EndsWith($"_{word}", StringComparison.Ordinal))
            name = $"{name}_{word}";
        return new MetricName(name, kind == MetricKind.Counter ? name + Total : name, word);
    }

    /// <summary>A name of letters, digits and underscores that does not begin with a digit.</summary>
    public static string Sanitize(string name)
    {
        var clean = string.Create(name.Length, name, static (signs, source) =>
        {
            for (var index = 0; index < signs.Length; index++)
                signs[index] = char.IsAsciiLetterOrDigit(source[index]) ? source[index] : '_';
        });
        return clean.Length == 0 || char.IsAsciiDigit(clean[0]) ? $"_{clean}" : clean;
    }
}
