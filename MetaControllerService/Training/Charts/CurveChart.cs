using System.Globalization;

namespace MctsAspire.MetaControllerService.Training.Charts;

/// <summary>One or two curves over the epochs; the second is dashed, so that they can be told apart without colour.</summary>
internal static class CurveChart
{
    private const double Width = 540, Height = 320, Left = 64, Right = 24, Top = 64, Bottom = 56;

    private static readonly string[] Styles = ["one", "two"];

    /// <summary>Draws curves.</summary>
    /// <param name="title">What they show.</param>
    /// <param name="unit">What the vertical axis says.</param>
    /// <param name="series">One or two, of the same length.</param>
    /// <param name="marked">The epoch whose weights were kept.</param>
    public static string Draw(string title, string unit, IReadOnlyList<ChartSeries> series, int marked)
    {
        var values = series.SelectMany(line => line.Values).ToArray();
        var count = series.Max(line => line.Values.Count);
        var svg = new Svg(Width, Height, title, Describe(series));
        var across = new Axis(1, Math.Max(count, 2), Left, Width - Right, whole: true);
        var up = new Axis(Math.Min(values.Min(), values.Max() * 0.9), values.Max(), Height - Bottom, Top);

        svg.Text(Left, 24, title, "title");
        foreach (var (pixel, text) in up.Marks)
        {
            svg.Line(Left, pixel, Width - Right, pixel, "grid");
            svg.Text(Left - 8, pixel + 4, text, "soft small", TextAnchor.End);
        }

        foreach (var (pixel, text) in across.Marks)
            svg.Text(pixel, Height - Bottom + 20, text, "soft small", TextAnchor.Middle);
        svg.Line(Left, Height - Bottom, Width - Right, Height - Bottom, "axis");
        svg.Text((Left + Width - Right) / 2, Height - 14, "epoch", "soft small", TextAnchor.Middle);
        svg.Text(18, (Top + Height - Bottom) / 2, unit, "soft small", TextAnchor.Middle, upwards: true);

        svg.Line(across.Pixel(marked), Top, across.Pixel(marked), Height - Bottom, "ideal");
        svg.Text(across.Pixel(marked), Top - 6, "kept", "soft small", TextAnchor.Middle);
        for (var i = 0; i < series.Count; i++)
            DrawSeries(svg, series[i], i, across, up);
        return svg.ToString();
    }

    private static void DrawSeries(Svg svg, ChartSeries series, int index, Axis across, Axis up)
    {
        var points = series.Values.Select((value, i) => (X: across.Pixel(i + 1), Y: up.Pixel(value))).ToArray();
        svg.Path(points, Styles[index]);
        foreach (var (x, y) in points)
            svg.Disc(x, y, points.Length > 40 ? 1.5 : 3.5, "dot-" + Styles[index]);

        var legend = Left + (index * 160);
        svg.Line(legend, 42, legend + 28, 42, Styles[index]);
        svg.Text(legend + 36, 46, series.Name, "small");
    }

    private static string Describe(IReadOnlyList<ChartSeries> series) => string.Join("; ", series.Select(line => string.Create(
        CultureInfo.InvariantCulture, $"{line.Name}: {line.Values[0]:F4} after the first epoch, {line.Values[^1]:F4} after epoch {line.Values.Count}")));
}
