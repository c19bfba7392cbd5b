using System.Globalization;
using System.Xml.Linq;

namespace MctsAspire.MetaControllerService.Training.Charts;

/// <summary>Builds drawings as SVG that read well on light and on dark pages, printed without colour, and by a screen reader.</summary>
internal sealed class Svg
{
    private static readonly XNamespace Space = "http://www.w3.org/2000/svg";

    // Colours of Okabe and Ito (2008), which people with any kind of colour vision tell apart; the lighter ones for dark pages. The
    // contrast of text is above 7 to 1 on both.
    private const string Style = """
        .mc{--ink:#1a1a1a;--soft:#595959;--line:#d0d0d0;--page:#ffffff;--panel:#f3f5f7;--one:#0072b2;--two:#b84a00;--on-one:#ffffff}
        @media (prefers-color-scheme:dark){.mc{--ink:#f0f0f0;--soft:#b8b8b8;--line:#484848;--page:#16181c;--panel:#23272d;--one:#56b4e9;--two:#f0a030;--on-one:#10131a}}
        .mc text{font-family:system-ui,-apple-system,"Segoe UI",sans-serif;font-size:13px;fill:var(--ink)}
        .mc .title{font-size:16px;font-weight:600}.mc .soft{fill:var(--soft)}.mc .small{font-size:12px}.mc .mono{font-family:ui-monospace,Consolas,monospace;font-size:12px}
        .mc .page{fill:var(--page)}.mc .panel{fill:var(--panel);stroke:var(--line)}.mc .grid{stroke:var(--line)}.mc .axis{stroke:var(--soft)}
        .mc .one{stroke:var(--one);fill:none;stroke-width:2.5}.mc .two{stroke:var(--two);fill:none;stroke-width:2.5;stroke-dasharray:7 4}
        .mc .dot-one{fill:var(--one)}.mc .dot-two{fill:var(--two)}.mc .fill-one{fill:var(--one)}.mc .fill-two{fill:var(--two)}
        .mc .ideal{stroke:var(--soft);stroke-dasharray:3 4;fill:none}.mc .arrow{stroke:var(--soft);stroke-width:1.5;fill:none}.mc .head{fill:var(--soft)}
        .mc .edge{stroke:var(--one);fill:none;stroke-width:1.5}.mc .edge-two{stroke:var(--two);fill:none;stroke-width:1.5;stroke-dasharray:5 3}.mc .on-one{fill:var(--on-one)}
        """;

    private readonly XElement _root;

    /// <summary>An empty drawing.</summary>
    /// <param name="width">Width in pixels at its natural size.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="title">What it is.</param>
    /// <param name="description">What it shows, for those who don't see it.</param>
    public Svg(double width, double height, string title, string description)
    {
        _root = new XElement(
            Space + "svg",
            new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            new XAttribute("width", Number(width)),
            new XAttribute("height", Number(height)),
            new XAttribute("role", "img"),
            new XAttribute("class", "mc"),
            new XElement(Space + "title", title),
            new XElement(Space + "desc", description),
            new XElement(Space + "style", "\n" + Style.ReplaceLineEndings("\n") + "\n"));
        Rectangle(0, 0, width, height, "page");
    }

    /// <summary>A rectangle.</summary>
    public void Rectangle(double x, double y, double width, double height, string style, double radius = 0, double opacity = 1) =>
        Add("rect", style, ("x", x), ("y", y), ("width", width), ("height", height), ("rx", radius), ("opacity", opacity));

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string style) =>
        Add("line", style, ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2));

    /// <summary>A line through points.</summary>
    public void Path(IEnumerable<(double X, double Y)> points, string style) => _root.Add(new XElement(
        Space + "polyline",
        new XAttribute("class", style),
        new XAttribute("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}")))));

    /// <summary>A closed figure.</summary>
    public void Polygon(IEnumerable<(double X, double Y)> points, string style) => _root.Add(new XElement(
        Space + "polygon",
        new XAttribute("class", style),
        new XAttribute("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}")))));

    /// <summary>A disc.</summary>
    public void Disc(double x, double y, double radius, string style) => Add("circle", style, ("cx", x), ("cy", y), ("r", radius));

    /// <summary>A line of text on a base line.</summary>
    public void Text(double x, double y, string text, string style = "", TextAnchor anchor = TextAnchor.Start, bool upwards = false)
    {
        var element = new XElement(
            Space + "text",
            new XAttribute("x", Number(x)),
            new XAttribute("y", Number(y)),
            new XAttribute("text-anchor", anchor switch { TextAnchor.Middle => "middle", TextAnchor.End => "end", _ => "start" }),
            text);
        if (style.Length > 0)
            element.Add(new XAttribute("class", style));
        if (upwards)
            element.Add(new XAttribute("transform", $"rotate(-90 {Number(x)} {Number(y)})"));
        _root.Add(element);
    }

    /// <summary>The drawing as XML; the same calls give the same characters.</summary>
    public override string ToString() => _root.ToString().ReplaceLineEndings("\n") + "\n";

    private void Add(string kind, string style, params ReadOnlySpan<(string Name, double Value)> attributes)
    {
        var element = new XElement(Space + kind, new XAttribute("class", style));
        foreach (var (name, value) in attributes)
        {
            if (!(name == "rx" && value == 0) && !(name == "opacity" && value == 1))
                element.Add(new XAttribute(name, Number(value)));
        }

        _root.Add(element);
    }

    private static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
