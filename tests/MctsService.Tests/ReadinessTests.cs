using System.Net;
using System.Text.Json.Nodes;
using MctsAspire.MctsService.Tests.Fixtures;

namespace MctsAspire.MctsService.Tests;

public class ReadinessTests
{
    [Fact]
    public async Task TheServiceIsReadyWhenTheLanguageServiceIs()
    {
        await using var service = await SearchService.StartAsync();
        using var http = new HttpClient { BaseAddress = service.HttpUrl };

        var ready = JsonNode.Parse(await http.GetStringAsync(new Uri("/ready", UriKind.Relative)))!;

        ready["ready"]!.GetValue<bool>().ShouldBeTrue();
        ready["checks"]!["llm_gateway"]!.GetValue<bool>().ShouldBeTrue();
        ready["backends"]!["llm"]!.GetValue<string>().ShouldBe("fake");
    }

    [Fact]
    public async Task WithoutTheLanguageServiceItIsAliveButNotReady()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        using var http = new HttpClient { BaseAddress = service.HttpUrl };

        using var ready = await http.GetAsync(new Uri("/ready", UriKind.Relative));
        using var health = await http.GetAsync(new Uri("/health", UriKind.Relative));

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        JsonNode.Parse(await ready.Content.ReadAsStringAsync())!["checks"]!["llm_gateway"]!.GetValue<bool>().ShouldBeFalse();
        health.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
