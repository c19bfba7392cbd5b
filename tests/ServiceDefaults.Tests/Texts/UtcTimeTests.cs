using System.Globalization;
using System.Text.Json;
using FsCheck.Xunit;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Requests;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.ServiceDefaults.Tests.Texts;

public sealed class UtcTimeTests
{
    [Theory]
    [InlineData("2025-01-15T10:30:00Z", "2025-01-15T10:30:00.000000Z")]
    [InlineData("2025-01-15T10:30:00.1234567Z", "2025-01-15T10:30:00.123456Z")]
    [InlineData("2025-01-15T00:30:00+02:00", "2025-01-14T22:30:00.000000Z")]
    [InlineData("2024-12-31T23:59:59.999999-14:00", "2025-01-01T13:59:59.999999Z")]
    public void AMomentIsWrittenInUtcWithMicroseconds(string moment, string text) => UtcTime.Format(Parse(moment)).ShouldBe(text);

    [Property]
    public void TextsSortAsTheirMomentsDo(DateTimeOffset one, DateTimeOffset other) =>
        Math.Sign(string.CompareOrdinal(UtcTime.Format(one), UtcTime.Format(other))).ShouldBe((one.UtcTicks / 10).CompareTo(other.UtcTicks / 10));

    [Fact]
    public void BodiesHoldMomentsInTheSameForm()
    {
        var json = JsonSerializer.Serialize(new ArtifactInfo("a", "b", Parse("2025-01-15T12:30:00.5+02:00"), 1), StrictJson.Options);

        JsonElement.Parse(json).GetProperty("stored_at").GetString().ShouldBe("2025-01-15T10:30:00.500000Z");
    }

    [Fact]
    public void BodiesWithOtherFormsAreReadAllTheSame() =>
        JsonSerializer.Deserialize<DateTimeOffset[]>("""["2025-01-15T12:30:00+02:00", "2025-01-15T10:30:00Z", "2025-01-15T10:30:00.000000Z"]""", StrictJson.Options)!
            .ShouldAllBe(time => time == Parse("2025-01-15T10:30:00Z"));

    private static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
