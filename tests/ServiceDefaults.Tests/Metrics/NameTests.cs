using System.Text;
using FsCheck.Xunit;
using MctsAspire.ServiceDefaults.Metrics;

namespace MctsAspire.ServiceDefaults.Tests.Metrics;

public sealed class NameTests
{
    [Theory]
    [InlineData("mcts.request.duration", "s", MetricKind.Histogram, "mcts_request_duration_seconds")]
    [InlineData("mcts.requests", null, MetricKind.Counter, "mcts_requests_total")]
    [InlineData("a.seconds", "s", MetricKind.Gauge, "a_seconds")]
    [InlineData("a-b.c", "By", MetricKind.Counter, "a_b_c_bytes_total")]
    [InlineData("a.total", null, MetricKind.Counter, "a_total")]
    [InlineData("a", "{request}", MetricKind.Gauge, "a")]
    [InlineData("dotnet.assembly.count", "{assembly}", MetricKind.Gauge, "dotnet_assembly_number")]
    [InlineData("4xx", null, MetricKind.Gauge, "_4xx")]
    internal void AnInstrumentIsNamedAsPrometheusExpects(string instrument, string? unit, MetricKind kind, string name) =>
        MetricName.Of(instrument, unit, kind).Sample.ShouldBe(name);

    [Fact]
    public void ALabelsValueIsEscaped() =>
        LabelSet.Of([new("a.b", "x\"y\\z\n"), new("c", 1.5), new("empty", ""), new("none", null), new("on", true)], isHistogram: false)
            .Text.ShouldBe("""a_b="x\"y\\z\n",c="1.5",on="true" """.TrimEnd());

    [Fact]
    public void LabelsWhoseNamesBecomeTheSameAreOne() =>
        LabelSet.Of([new("a.b", "x"), new("a-b", "y")], isHistogram: false).Text.ShouldBe("a_b=\"x;y\"");

    [Fact]
    public void ReservedNamesOfLabelsAreLeftFree()
    {
        LabelSet.Of([new("le", "x"), new("__name__", "y")], isHistogram: true).Text.ShouldBe("tag_le=\"x\",tag_name__=\"y\"");
        LabelSet.Of([new("le", "x")], isHistogram: false).Text.ShouldBe("le=\"x\"");
    }

    [Fact]
    public void HalfACharacterAndControlCharactersDoNotLeave()
    {
        var text = LabelSet.Of([new("a", "\ud83d x\r\0 \ud83d\ude00"), new("b", new string('é', 500))], isHistogram: false).Text;

        text.ShouldBe($"a=\"\ufffd x\ufffd\ufffd \ud83d\ude00\",b=\"{new string('é', 128)}\"");
    }

    [Property]
    public bool AnyLabelIsOneLineThatEncodes(string name, string value)
    {
        var text = LabelSet.Of([new(name ?? "", value)], isHistogram: true).Text;
        var unescaped = text.Replace(@"\\", "", StringComparison.Ordinal).Replace("\\\"", "", StringComparison.Ordinal);
        return !text.Contains('\n', StringComparison.Ordinal)
            && unescaped.Count(sign => sign == '"') is 0 or 2
            && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
    }
}
