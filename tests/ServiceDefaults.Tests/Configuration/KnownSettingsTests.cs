using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.ServiceDefaults.Tests.Configuration;

public sealed class KnownSettingsTests
{
    private static readonly string[] Names = ["Enabled", "IncludeQuery", "Windows__HourSeconds", "*__Hash", "*__Limits__PerDay"];

    [Theory]
    [InlineData("Audit:Enabled")]
    [InlineData("audit:INCLUDEQUERY")]
    [InlineData("Audit:Windows:HourSeconds")]
    [InlineData("Audit:7:Hash")]
    [InlineData("Audit:ops:Limits:PerDay")]
    [InlineData("Audit")]
    [InlineData("AuditOther:Nonsense")]
    public void WhatThereIsIsTaken(string name) => KnownSettings.Require(Configuration((name, "1")), "Audit", Names);

    [Fact]
    public void WhatIsBlankIsUnset() => KnownSettings.Require(Configuration(("Audit:IncludeQueries", " ")), "Audit", Names);

    [Theory]
    [InlineData("Audit:IncludeQueries", "Audit__IncludeQueries is no setting that there is; the nearest one is Audit__IncludeQuery")]
    [InlineData("Audit:Enable", "Audit__Enable is no setting that there is; the nearest one is Audit__Enabled")]
    [InlineData("Audit:12:Hashes", "Audit__12__Hashes is no setting that there is; the nearest one is Audit__12__Hash")]
    [InlineData("Audit:0:PerDay", "Audit__0__PerDay is no setting that there is; the nearest one is Audit__0__Hash")]
    [InlineData("Audit:0:Limits:PerDays", "Audit__0__Limits__PerDays is no setting that there is; the nearest one is Audit__0__Limits__PerDay")]
    [InlineData("Audit:Enabled:0", "Audit__Enabled__0 is no setting that there is; the nearest one is Audit__Enabled")]
    public void WhatThereIsNotIsToldWithTheNearestOne(string name, string message) =>
        Should.Throw<ConfigurationException>(() => KnownSettings.Require(Configuration((name, "swordfish")), "Audit", Names)).Message.ShouldBe(message);

    [Fact]
    public void AllThatThereAreNotAreToldAtOnce() =>
        Should.Throw<ConfigurationException>(() => KnownSettings.Require(Configuration(("Audit:B", "1"), ("Audit:A", "1")), "Audit", Names))
            .Message.ShouldMatch("^Audit__A is .*; Audit__B is ");

    [Fact]
    public void AReaderKnowsWhatItRead()
    {
        var read = new SettingsReader(Configuration(("Cors:Origins:0", "a"), ("Cors:Origin", "b"), ("Cors:MaxAge", "5"), ("Security:Other", "x")));
        read.List("Cors__Origins");
        read.Whole("Cors__MaxAgeSeconds", 0, 10);
        read.Text("Security__HstsSeconds");

        read.RefuseOthers("Cors");

        read.Problems.ShouldBe(["Cors__MaxAge is no setting that there is; the nearest one is Cors__MaxAgeSeconds", "Cors__Origin is no setting that there is; the nearest one is Cors__Origins__0"]);
    }

    [Fact]
    public void AListThatIsNotNumberedIsRefused()
    {
        var read = new SettingsReader(Configuration(("Cors:Origins", "https://app.example.com")));
        read.List("Cors__Origins").ShouldBeEmpty();

        read.RefuseOthers("Cors");

        read.Problems.ShouldBe(["Cors__Origins is no setting that there is; the nearest one is Cors__Origins__0"]);
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
