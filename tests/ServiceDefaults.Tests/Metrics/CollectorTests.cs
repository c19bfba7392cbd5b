using System.Diagnostics;
using System.Diagnostics.Metrics;
using MctsAspire.ServiceDefaults.Metrics;

namespace MctsAspire.ServiceDefaults.Tests.Metrics;

public sealed class CollectorTests : IDisposable
{
    private readonly CollectedText _text = new();

    public void Dispose() => _text.Dispose();

    [Fact]
    public void ACounterIsWrittenInBothFormats()
    {
        var counter = _text.Meter.CreateCounter<long>("mcts.requests", null, "Total \"number\" of \\ requests\nso far");
        counter.Add(2, new("method", "GET"), new("status", "200"));
        counter.Add(3, new("status", "200"), new("method", "GET"));

        _text.Lines("mcts_requests").ShouldBe(
        [
            """# HELP mcts_requests_total Total "number" of \\ requests\nso far""",
            "# TYPE mcts_requests_total counter",
            """mcts_requests_total{method="GET",status="200"} 5""",
        ]);
        _text.Lines("mcts_requests", MetricsFormat.OpenMetrics).ShouldBe(
        [
            """# HELP mcts_requests Total \"number\" of \\ requests\nso far""",
            "# TYPE mcts_requests counter",
            """mcts_requests_total{method="GET",status="200"} 5""",
            """mcts_requests_created{method="GET",status="200"} 1700000000.000""",
        ]);
    }

    [Fact]
    public void AHistogramCountsEachValueInEveryBucketThatHoldsIt()
    {
        var histogram = _text.Meter.CreateHistogram("mcts.wait", "s", "Waits.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2.5] });
        foreach (var value in (double[])[0.5, 0.7, 1, 2, 9, double.NaN, double.PositiveInfinity])
            histogram.Record(value);

        _text.Lines("mcts_wait", MetricsFormat.OpenMetrics).ShouldBe(
        [
            "# HELP mcts_wait_seconds Waits.",
            "# TYPE mcts_wait_seconds histogram",
            "# UNIT mcts_wait_seconds seconds",
            "mcts_wait_seconds_bucket{le=\"0.5\"} 1",
            "mcts_wait_seconds_bucket{le=\"1.0\"} 3",
            "mcts_wait_seconds_bucket{le=\"2.5\"} 4",
            "mcts_wait_seconds_bucket{le=\"+Inf\"} 5",
            "mcts_wait_seconds_sum 13.2",
            "mcts_wait_seconds_count 5",
            "mcts_wait_seconds_created 1700000000.000",
        ]);
    }

    [Fact]
    public void ASampledMeasurementIsAnExemplarUntilAYoungerOneIsDue()
    {
        using var span = new Activity("request").SetParentId("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var histogram = _text.Meter.CreateHistogram("mcts.wait", "s", "Waits.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });
        var counter = _text.Meter.CreateCounter<long>("mcts.calls");
        histogram.Record(0.1);
        span.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        span.Start();
        histogram.Record(0.25);
        counter.Add(2);
        histogram.Record(0.75);
        _text.Time.Advance(TimeSpan.FromSeconds(2));
        histogram.Record(7);
        span.Stop();

        var labels = $"{{trace_id=\"0af7651916cd43dd8448eb211c80319c\",span_id=\"{span.SpanId}\"}}";
        _text.Lines("mcts_wait_seconds_bucket", MetricsFormat.OpenMetrics).ShouldBe(
        [
            $"mcts_wait_seconds_bucket{{le=\"1.0\"}} 3 # {labels} 0.25 1700000000.000",
            $"mcts_wait_seconds_bucket{{le=\"+Inf\"}} 4 # {labels} 7 1700000002.000",
        ]);
        _text.Lines("mcts_calls_total", MetricsFormat.OpenMetrics).ShouldBe([$"mcts_calls_total 2 # {labels} 2 1700000000.000"]);
        _text.All().ShouldNotContain("trace_id");
    }

    [Fact]
    public void AMeasurementOfARequestThatIsNotSampledIsNoExemplar()
    {
        using var span = new Activity("request").Start();
        _text.Meter.CreateCounter<long>("mcts.calls").Add(1);

        _text.Lines("mcts_calls_total", MetricsFormat.OpenMetrics).ShouldBe(["mcts_calls_total 1"]);
    }

    [Fact]
    public void ANumberThatGoesUpAndDownIsAGauge()
    {
        var active = _text.Meter.CreateUpDownCounter<int>("mcts.active");
        var level = _text.Meter.CreateGauge<double>("mcts.level");
        active.Add(5);
        active.Add(-2);
        level.Record(double.PositiveInfinity);
        level.Record(double.NaN, new KeyValuePair<string, object?>("pool", "a"));

        _text.Lines("mcts_active").ShouldBe(["# HELP mcts_active mcts.active", "# TYPE mcts_active gauge", "mcts_active 3"]);
        _text.Lines("mcts_level").ShouldBe(["# HELP mcts_level mcts.level", "# TYPE mcts_level gauge", "mcts_level +Inf", "mcts_level{pool=\"a\"} NaN"]);
    }

    [Fact]
    public void WhatBreaksACounterIsNotCounted()
    {
        var counter = _text.Meter.CreateCounter<double>("mcts.cost", "USD");
        foreach (var value in (double[])[1, double.NaN, -5, double.PositiveInfinity, 0.5])
            counter.Add(value);

        _text.Lines("mcts_cost_usd_total").ShouldContain("mcts_cost_usd_total 1.5");
    }

    [Fact]
    public void WhatIsNoLongerObservedIsGone()
    {
        string[] pools = ["a", "b"];
        _text.Meter.CreateObservableGauge("mcts.pool", () => pools.Select(pool => new Measurement<int>(1, new KeyValuePair<string, object?>("pool", pool))));

        _text.Lines("mcts_pool{").ShouldBe(["mcts_pool{pool=\"a\"} 1", "mcts_pool{pool=\"b\"} 1"]);
        pools = ["b", "c"];
        _text.Lines("mcts_pool{").ShouldBe(["mcts_pool{pool=\"b\"} 1", "mcts_pool{pool=\"c\"} 1"]);
    }

    [Fact]
    public void WhatIsObservedWithAnotherNameEachTimeDoesNotGrow()
    {
        var number = 0;
        _text.Meter.CreateObservableGauge("mcts.pool", () => new Measurement<int>(1, new KeyValuePair<string, object?>("pool", $"pool-{number++}")));

        for (var scrape = 0; scrape < MetricFamily.MaximumSeries * 3; scrape++)
            _text.All();

        _text.Lines("mcts_pool{").ShouldBe([$"mcts_pool{{pool=\"pool-{number - 1}\"}} 1"]);
    }

    [Fact]
    public void AnObservationThatFailsHidesNoOther()
    {
        _text.Meter.CreateObservableGauge("mcts.broken", int () => throw new InvalidOperationException("broken"));
        _text.Meter.CreateObservableGauge("mcts.whole", () => 7);

        _text.Lines("mcts_whole").ShouldContain("mcts_whole 7");
    }

    [Fact]
    public void SeriesAreBoundedAndWhatIsBeyondIsOneSeries()
    {
        var counter = _text.Meter.CreateCounter<long>("mcts.calls");
        for (var number = 0; number < MetricFamily.MaximumSeries + 500; number++)
            counter.Add(1, new KeyValuePair<string, object?>("name", $"name-{number}"));

        var lines = _text.Lines("mcts_calls_total{");
        lines.Length.ShouldBe(MetricFamily.MaximumSeries + 1);
        lines.ShouldContain("mcts_calls_total{overflow=\"true\"} 500");
        lines.ShouldBe(lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MeasurementsOfManyThreadsAreAllCounted()
    {
        var counter = _text.Meter.CreateCounter<long>("mcts.calls");
        var histogram = _text.Meter.CreateHistogram<double>("mcts.wait");
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (var number = 0; number < 5_000; number++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("series", number % 10));
                histogram.Record(0.5);
                if (number % 1_000 == 0)
                    _text.All();
            }
        });

        for (var series = 0; series < 10; series++)
            _text.Lines("mcts_calls_total{").ShouldContain($"mcts_calls_total{{series=\"{series}\"}} 4000");
        _text.Lines("mcts_wait_").ShouldContain("mcts_wait_count 40000");
        _text.Lines("mcts_wait_").ShouldContain("mcts_wait_sum 20000");
    }

    [Fact]
    public void AMeasurementOfAKnownSeriesTakesNoMemory()
    {
        var counter = _text.Meter.CreateCounter<long>("mcts.calls");
        var histogram = _text.Meter.CreateHistogram<double>("mcts.wait");
        Measure();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < 1_000; number++)
            Measure();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Measure()
        {
            counter.Add(1, new("method", "POST"), new("endpoint", "/query"), new("status", "200"));
            histogram.Record(0.25, new("method", "POST"), new KeyValuePair<string, object?>("endpoint", "/query"));
        }
    }

    [Fact]
    public void MetersOfOtherFactoriesAreNotShown()
    {
        using var other = new CollectedText();
        other.Meter.CreateCounter<long>("mcts.elsewhere").Add(1);

        _text.All().ShouldNotContain("mcts_elsewhere");
    }

    [Fact]
    public void TwoInstrumentsOfOneNameAndKindAreOneMetric()
    {
        _text.Meter.CreateCounter<long>("mcts.a.b").Add(1);
        _text.Meter.CreateCounter<long>("mcts.a_b").Add(2);
        _text.Meter.CreateHistogram<long>("mcts.a-b").Record(9);

        _text.Lines("mcts_a_b").ShouldBe(["# HELP mcts_a_b_total mcts.a.b", "# TYPE mcts_a_b_total counter", "mcts_a_b_total 3"]);
    }
}
