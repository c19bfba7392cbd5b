using System.Text.Json;
using Aspire.Hosting.Telemetry;
using Aspire.Hosting.Telemetry.Otlp;
using Google.Protobuf;

namespace MctsAspire.Compat.Aspire.Tests.Telemetry;

public sealed class SpanStoreTests
{
    private readonly SpanStore _store = new();

    [Fact]
    public void ATraceIsFoundByItsIdInEitherCase()
    {
        Add(trace: 0xAB, span: 1);

        _store.Trace(Id(0xAB)).ShouldHaveSingleItem();
        _store.Trace(Id(0xAB).ToUpperInvariant()).ShouldHaveSingleItem();
        _store.Trace(Id(0xAC)).ShouldBeEmpty();
    }

    [Fact]
    public void TheOldestTraceGoesWhenThereAreTooMany()
    {
        for (var trace = 0; trace <= SpanStore.Traces; trace++)
            Add(trace, span: 1);

        _store.Trace(Id(0)).ShouldBeEmpty();
        _store.Trace(Id(1)).ShouldHaveSingleItem();
        _store.Last(1000).Total.ShouldBe(SpanStore.Traces);
    }

    [Fact]
    public void ATraceKeepsItsFirstSpans()
    {
        for (var span = 0; span <= SpanStore.SpansOfTrace; span++)
            Add(trace: 1, span);

        _store.Trace(Id(1)).Count.ShouldBe(SpanStore.SpansOfTrace);
        _store.Trace(Id(1))[0].Span.Name.ShouldBe("span 0");
    }

    [Fact]
    public void AllSpansTogetherAreBounded()
    {
        for (var trace = 0; trace < 15; trace++)
        {
            for (var span = 0; span < SpanStore.SpansOfTrace; span++)
                Add(trace, span);
        }

        _store.Last(1000).Spans.Count.ShouldBeLessThanOrEqualTo(SpanStore.Spans);
        _store.Trace(Id(14)).Count.ShouldBe(SpanStore.SpansOfTrace);
    }

    [Fact]
    public void LongTextsAreCut()
    {
        Add(trace: 1, span: 1, new string('x', 5000));

        var span = _store.Trace(Id(1)).ShouldHaveSingleItem().Span;
        span.Name.Length.ShouldBe(1024);
        span.Attributes.ShouldHaveSingleItem().Value.StringValue.Length.ShouldBe(1024);
    }

    [Fact]
    public void TheJsonFormIsThatOfOtlp()
    {
        Add(trace: 1, span: 2);

        using var json = JsonDocument.Parse(OtlpJson.Write(_store.Trace(Id(1)), 1, 1));

        var resource = json.RootElement.GetProperty("data").GetProperty("resourceSpans")[0];
        resource.GetProperty("resource").GetProperty("attributes")[0].GetProperty("value").GetProperty("stringValue").GetString().ShouldBe("tests");
        var span = resource.GetProperty("scopeSpans")[0].GetProperty("spans")[0];
        span.GetProperty("traceId").GetString().ShouldBe(Id(1));
        span.GetProperty("spanId").GetString().ShouldBe("0000000000000002");
        span.GetProperty("startTimeUnixNano").GetString().ShouldBe("1000000000");
        json.RootElement.GetProperty("totalCount").GetInt32().ShouldBe(1);
    }

    private static string Id(int trace) => trace.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    private void Add(int trace, int span, string? text = null)
    {
        var export = new ExportRequest();
        var resource = new ResourceSpans { Resource = new Resource() };
        resource.Resource.Attributes.Add(new global::Aspire.Hosting.Telemetry.Otlp.Attribute { Key = "service.name", Value = new Value { StringValue = "tests" } });
        var scope = new ScopeSpans { Scope = new Scope { Name = "scope" } };
        scope.Spans.Add(new Span
        {
            TraceId = ByteString.CopyFrom(Convert.FromHexString(Id(trace))),
            SpanId = ByteString.CopyFrom(Convert.FromHexString(span.ToString("x16", System.Globalization.CultureInfo.InvariantCulture))),
            Name = text ?? $"span {span}",
            StartTimeUnixNano = 1_000_000_000,
            EndTimeUnixNano = 2_000_000_000,
            Attributes = { new global::Aspire.Hosting.Telemetry.Otlp.Attribute { Key = "key", Value = new Value { StringValue = text ?? "value" } } },
        });
        resource.ScopeSpans.Add(scope);
        export.ResourceSpans.Add(resource);
        _store.Add(export);
    }
}
