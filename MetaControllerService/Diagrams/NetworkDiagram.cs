using System.Globalization;
using MctsAspire.MetaControllerService.Training.Charts;

namespace MctsAspire.MetaControllerService.Diagrams;

/// <summary>Draws a network as boxes from the input at the top to the probabilities at the bottom, each with its tensors.</summary>
internal static class NetworkDiagram
{
    private const double Width = 760, Margin = 32, Row = 19, Head = 30, Foot = 12, Gap = 46, Joint = 6, Indent = 36, Top = 72;

    /// <summary>The drawing.</summary>
    /// <param name="title">What is drawn.</param>
    /// <param name="subtitle">What is to be said of the whole.</param>
    /// <param name="blocks">The boxes, from the input on.</param>
    public static string Draw(string title, string subtitle, IReadOnlyList<NetworkBlock> blocks)
    {
        var total = blocks.Sum(block => block.Parameters);
        var height = Top + blocks.Sum(Height) + blocks.Skip(1).Sum(GapBefore) + Margin;
        var svg = new Svg(Width, height, title, Describe(blocks));
        svg.Text(Margin, 32, title, "title");
        svg.Text(Margin, 54, $"{subtitle}; {Number(total)} weights", "soft");

        var y = Top;
        for (var i = 0; i < blocks.Count; i++)
        {
            if (i > 0)
            {
                if (!blocks[i].IsWithin)
                    DrawArrow(svg, blocks[i - 1], y);
                y += GapBefore(blocks[i]);
            }

            DrawBlock(svg, blocks[i], y);
            y += Height(blocks[i]);
        }

        return svg.ToString();
    }

    private static double GapBefore(NetworkBlock block) => block.IsWithin ? Joint : Gap;

    private static void DrawArrow(Svg svg, NetworkBlock from, double y)
    {
        svg.Line(Width / 2, y + 2, Width / 2, y + Gap - 8, "arrow");
        svg.Polygon([((Width / 2) - 5, y + Gap - 10), ((Width / 2) + 5, y + Gap - 10), (Width / 2, y + Gap - 2)], "head");
        svg.Text((Width / 2) + 14, y + (Gap / 2) + 3, from.Output, "soft small");
    }

    private static void DrawBlock(Svg svg, NetworkBlock block, double y)
    {
        var left = block.IsWithin ? Margin + Indent : Margin;
        svg.Rectangle(left, y, Width - Margin - left, Height(block), "panel", 8);
        svg.Rectangle(left, y, 6, Height(block), block.Parameters > 0 ? "fill-one" : "fill-two", 3);
        svg.Text(left + 20, y + 22, block.Title, "title");
        if (block.Parameters > 0)
            svg.Text(Width - Margin - 16, y + 22, $"{Number(block.Parameters)} weights", "soft small", TextAnchor.End);

        var line = y + Head + 12;
        foreach (var text in block.Lines)
        {
            svg.Text(left + 20, line, text, "small");
            line += Row;
        }

        foreach (var group in block.Tensors)
        {
            svg.Text(left + 20, line, group.Name, "mono");
            svg.Text(Width - Margin - 110, line, group.Count > 1 ? $"{group.Count} × ({group.Shape})" : group.Shape, "mono", TextAnchor.End);
            svg.Text(Width - Margin - 16, line, Number(group.Parameters), "mono soft", TextAnchor.End);
            line += Row;
        }
    }

    private static double Height(NetworkBlock block) => Head + (Row * (block.Lines.Count + block.Tensors.Count)) + Foot;

    private static string Describe(IReadOnlyList<NetworkBlock> blocks) =>
        string.Join("; ", blocks.Select(block => $"{block.Title}, {Number(block.Parameters)} weights, gives {block.Output}"));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
