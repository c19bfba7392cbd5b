using System.Globalization;
using MctsAspire.MetaControllerService.Training.Metrics;

namespace MctsAspire.MetaControllerService.Training.Charts;

/// <summary>Accuracy by confidence, against the diagonal of a model that is right as often as it says, and below it how many predictions there are.</summary>
internal static class ReliabilityDiagram
{
    private const double Width = 520, Height = 480, Left = 64, Right = 24, Top = 56, Middle = 350, CountsTop = 376, Bottom = 430;

    /// <summary>Draws the bins.</summary>
    public static string Draw(Calibration calibration)
    {
        var svg = new Svg(Width, Height, "Reliability", Describe(calibration));
        var across = new Axis(0, 1, Left, Width - Right);
        var up = new Axis(0, 1, Middle, Top);
        svg.Text(Left, 24, "Reliability", "title");
        svg.Text(Left, 44, string.Create(CultureInfo.InvariantCulture, $"expected calibration error {calibration.ExpectedError:F4}; dashed: right as often as it says"), "soft small");
        foreach (var (pixel, text) in up.Marks)
        {
            svg.Line(Left, pixel, Width - Right, pixel, "grid");
            svg.Text(Left - 8, pixel + 4, text, "soft small", TextAnchor.End);
        }

        var most = Math.Max(1, calibration.Table.Max(bin => bin.Count));
        foreach (var bin in calibration.Table.Where(bin => bin.Count > 0))
        {
            var (x, width) = (across.Pixel(bin.From) + 2, across.Pixel(bin.To) - across.Pixel(bin.From) - 4);
            svg.Rectangle(x, up.Pixel(bin.Accuracy), width, Middle - up.Pixel(bin.Accuracy), "fill-one", opacity: 0.85);
            svg.Disc(across.Pixel(bin.Confidence), up.Pixel(bin.Accuracy), 4, "dot-two");

            var height = (Bottom - CountsTop) * bin.Count / most;
            svg.Rectangle(x, Bottom - height, width, height, "fill-one", opacity: 0.45);
            svg.Text(x + (width / 2), Bottom - height - 3, bin.Count.ToString(CultureInfo.InvariantCulture), "small", TextAnchor.Middle);
        }

        svg.Line(across.Pixel(0), up.Pixel(0), across.Pixel(1), up.Pixel(1), "ideal");
        svg.Line(Left, Middle, Width - Right, Middle, "axis");
        svg.Line(Left, Bottom, Width - Right, Bottom, "axis");
        foreach (var (pixel, text) in across.Marks)
            svg.Text(pixel, Bottom + 18, text, "soft small", TextAnchor.Middle);
        svg.Text((Left + Width - Right) / 2, Height - 12, "confidence", "soft small", TextAnchor.Middle);
        svg.Text(18, (Top + Middle) / 2, "accuracy", "soft small", TextAnchor.Middle, upwards: true);
        svg.Text(18, (CountsTop + Bottom) / 2, "count", "soft small", TextAnchor.Middle, upwards: true);
        return svg.ToString();
    }

    private static string Describe(Calibration calibration) => string.Join("; ", calibration.Table.Where(bin => bin.Count > 0).Select(bin =>
        string.Create(CultureInfo.InvariantCulture, $"confidence {bin.Confidence:F2}: right in {bin.Accuracy:P1} of {bin.Count}")));
}
