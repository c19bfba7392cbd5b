using System.Globalization;
using System.Xml.Linq;
using MctsAspire.MetaControllerService.Training.Charts;
using MctsAspire.MetaControllerService.Training.Metrics;

namespace MctsAspire.MetaControllerService.Tests.Training;

public sealed class ChartTests
{
    public static TheoryData<string> Charts => new(
        CurveChart.Draw("Loss", "nats", [new("training", [1.2, 0.8, 0.5]), new("validation", [1.1, 0.9, 0.95])], 2),
        CurveChart.Draw("Loss", "nats", [new("training", [1e-7]), new("validation", [1e-7])], 1),
        CurveChart.Draw("Accuracy", "share", [new("training", [0, 0]), new("validation", [1, 1])], 1),
        ConfusionChart.Draw(new ConfusionMatrix([0, 1, 2, 2], [0, 2, 2, 1], 3)),
        ReliabilityDiagram.Draw(Calibration.Of([0.4, 0.7, 1], [false, true, true])));

    [Theory]
    [MemberData(nameof(Charts))]
    public void AChartIsSvgWhoseFiguresAllLieInIt(string chart)
    {
        var root = XDocument.Parse(chart).Root!;
        var size = root.Attribute("viewBox")!.Value.Split(' ').Select(Number).ToArray();

        root.Name.LocalName.ShouldBe("svg");
        root.Elements().First().Name.LocalName.ShouldBe("title");
        foreach (var element in root.Elements())
        {
            foreach (var name in new[] { "x", "x1", "x2", "cx" })
                Inside(element, name, size[2]);
            foreach (var name in new[] { "y", "y1", "y2", "cy" })
                Inside(element, name, size[3]);
            foreach (var name in new[] { "width", "height", "r" }.Where(name => element.Attribute(name) is not null))
                Number(element.Attribute(name)!.Value).ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    [Fact]
    public void AnAxisHasRoundMarksAroundItsValues()
    {
        var axis = new Axis(0.13, 0.87, 0, 100);

        axis.Marks.Select(mark => mark.Text).ShouldBe(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        axis.Pixel(0.5).ShouldBe(50, 1e-9);
    }

    private static void Inside(XElement element, string name, double most)
    {
        if (element.Attribute(name) is { } attribute)
            Number(attribute.Value).ShouldBeInRange(0, most);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
