using System.Globalization;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Training.Metrics;

namespace MctsAspire.MetaControllerService.Training.Charts;

/// <summary>The confusion matrix as a table of tinted cells, each with its count and its share of the row.</summary>
internal static class ConfusionChart
{
    private const double Cell = 96, Left = 110, Top = 88;

    /// <summary>Draws the matrix over the agents.</summary>
    public static string Draw(ConfusionMatrix matrix)
    {
        var size = matrix.Classes * Cell;
        var svg = new Svg(Left + size + 24, Top + size + 24, "Confusion", Describe(matrix));
        svg.Text(24, 28, "Confusion", "title");
        svg.Text(Left + (size / 2), 52, "chosen", "soft small", TextAnchor.Middle);
        svg.Text(28, Top + (size / 2), "right", "soft small", TextAnchor.Middle, upwards: true);
        for (var label = 0; label < matrix.Classes; label++)
        {
            svg.Text(Left + ((label + 0.5) * Cell), Top - 10, ((Agent)label).Name(), anchor: TextAnchor.Middle);
            svg.Text(Left - 12, Top + ((label + 0.5) * Cell) + 4, ((Agent)label).Name(), anchor: TextAnchor.End);
            for (var chosen = 0; chosen < matrix.Classes; chosen++)
                DrawCell(svg, matrix, label, chosen);
        }

        return svg.ToString();
    }

    private static void DrawCell(Svg svg, ConfusionMatrix matrix, int label, int chosen)
    {
        var (x, y) = (Left + (chosen * Cell), Top + (label * Cell));
        var share = matrix.Support(label) > 0 ? (double)matrix[label, chosen] / matrix.Support(label) : 0;
        svg.Rectangle(x + 2, y + 2, Cell - 4, Cell - 4, "panel", 4);
        if (share > 0)
            svg.Rectangle(x + 2, y + 2, Cell - 4, Cell - 4, label == chosen ? "fill-one" : "fill-two", 4, share);

        // On a cell of strong colour the text takes the colour that stands out from it.
        var strong = share > 0.55;
        svg.Text(x + (Cell / 2), y + (Cell / 2), matrix[label, chosen].ToString(CultureInfo.InvariantCulture), strong ? "title on-one" : "title", TextAnchor.Middle);
        svg.Text(x + (Cell / 2), y + (Cell / 2) + 20, share.ToString("P1", CultureInfo.InvariantCulture), strong ? "small on-one" : "small", TextAnchor.Middle);
    }

    private static string Describe(ConfusionMatrix matrix) => string.Join("; ", Enumerable.Range(0, matrix.Classes).Select(label =>
        $"{((Agent)label).Name()} was right: " + string.Join(", ", Enumerable.Range(0, matrix.Classes).Select(chosen => $"{matrix[label, chosen]} times {((Agent)chosen).Name()}"))));
}
