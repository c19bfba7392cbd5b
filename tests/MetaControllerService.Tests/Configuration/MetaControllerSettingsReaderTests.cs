using MctsAspire.MetaControllerService.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.MetaControllerService.Tests.Configuration;

public sealed class MetaControllerSettingsReaderTests
{
    [Fact]
    public void NothingSetIsTheDefaults() => Read().ShouldBe(new MetaControllerSettings());

    [Fact]
    public void TheSectionAndThePlainVariablesAreRead()
    {
        var folder = Path.GetTempPath();

        Read(("META_CONTROLLER_TYPE", "BERT"), ("META_CONTROLLER_MODEL", folder), ("MetaController:Threshold", "0.25"), ("META_CONTROLLER_EXPLORATION", "0.1"), ("MetaController:PollSeconds", "0"))
            .ShouldBe(new MetaControllerSettings { Type = "bert", Model = Path.GetFullPath(folder), Threshold = 0.25, Exploration = 0.1, PollSeconds = 0 });
    }

    [Fact]
    public void TheSectionWinsOverThePlainVariable() =>
        Read(("MetaController:Type", "rules"), ("META_CONTROLLER_TYPE", "bert")).Type.ShouldBe("rules");

    [Theory]
    [InlineData("MetaController:Type", "lstm", "MetaController:Type is 'lstm', and must be one of rules, rnn, bert")]
    [InlineData("META_CONTROLLER_TYPE", "lstm", "META_CONTROLLER_TYPE is 'lstm'")]
    [InlineData("MetaController:Threshold", "1.5", "MetaController:Threshold is '1.5', and must be a number from 0 to 1")]
    [InlineData("MetaController:Threshold", "NaN", "MetaController:Threshold is 'NaN'")]
    [InlineData("MetaController:Exploration", "-0.1", "MetaController:Exploration is '-0.1'")]
    [InlineData("MetaController:PollSeconds", "often", "MetaController:PollSeconds is 'often', and must be an integer from 0 to 86400")]
    [InlineData("MetaController:LogFiles", "0", "MetaController:LogFiles is '0', and must be an integer from 1 to 1000")]
    [InlineData("MetaController:Model", "/no/such/model", "MetaController:Model names no file and no folder")]
    public void AWrongValueIsNamedWithWhatIsAllowed(string name, string value, string problem) =>
        Should.Throw<ConfigurationException>(() => Read((name, value))).Message.ShouldContain(problem);

    [Fact]
    public void AModelForTheRulesIsRefused() =>
        Should.Throw<ConfigurationException>(() => Read(("MetaController:Type", "rules"), ("MetaController:Model", Path.GetTempPath()))).Message.ShouldContain("rules need no model");

    [Fact]
    public void AllThatIsWrongIsSaidAtOnce() =>
        Should.Throw<ConfigurationException>(() => Read(("MetaController:Type", "x"), ("MetaController:Threshold", "y"))).Message.ShouldContain("; MetaController:Threshold");

    private static MetaControllerSettings Read(params (string Name, string Value)[] settings) =>
        MetaControllerSettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, string? (setting) => setting.Value)).Build());
}
