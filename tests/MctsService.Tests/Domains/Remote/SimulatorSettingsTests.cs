using MctsAspire.MctsService.Tests.Fixtures;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Tests.Domains.Remote;

public class SimulatorSettingsTests
{
    [Theory]
    [InlineData("Search:Simulators:shop", "localhost:50061", "Search:Simulators:shop must be an address as http://host:port")]
    [InlineData("Search:Simulators:shop", "file:///etc/passwd", "Search:Simulators:shop must be an address as http://host:port")]
    [InlineData("Search:SimulatorTimeoutSeconds", "0", "SimulatorTimeoutSeconds")]
    public async Task TheServiceDoesNotStartWithASettingThatCanNotHold(string name, string value, string says)
    {
        var error = await Should.ThrowAsync<OptionsValidationException>(SearchService.StartAsync(false, 8, (name, value)));

        error.Message.ShouldContain(says);
    }

    [Fact]
    public async Task ASimulatorIsFoundByItsNameInAnyCase()
    {
        await using var simulator = await NimSimulator.StartAsync();
        await using var service = await SearchService.StartAsync(false, 8, ("Search:Simulators:NIM", simulator.Address));

        (await service.Client.SearchAsync(RemoteSearchTests.Request(5, 20))).Statistics.Iterations.ShouldBe(20);
    }
}
