using MctsAspire.ServiceDefaults.Correlation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.ServiceDefaults.Tests.Correlation;

public sealed class RequestCorrelationTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("0af7651916cd43dd8448eb211c80319c", true)]
    [InlineData("!~{}\"", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("é", false)]
    [InlineData("\u007f", false)]
    public void AnIdIsVisibleAscii(string? id, bool isValid) => RequestCorrelation.IsValid(id).ShouldBe(isValid);

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void AnIdHasAtMost128Characters(int length, bool isValid) => RequestCorrelation.IsValid(new string('a', length)).ShouldBe(isValid);

    [Fact]
    public async Task TheIdGoesToTheHandlerToTheNextServiceAndBack()
    {
        await using var inner = await TestService.StartAsync(map: app => app.MapGet("/id", () => RequestCorrelation.Current));
        await using var outer = await TestService.StartAsync(
            map: app => app.MapGet("/id", async (IHttpClientFactory clients, CancellationToken cancellationToken) =>
            {
                using var client = clients.CreateClient();
                return await client.GetStringAsync(new Uri("http://inner/id"), cancellationToken);
            }),
            settings: ("services:inner:http:0", inner.Http.ToString()));
        using var client = outer.CreateClient();
        client.DefaultRequestHeaders.Add("X-Request-ID", "from-outside");

        using var response = await client.GetAsync(new Uri("/id", UriKind.Relative));

        (await response.Content.ReadAsStringAsync()).ShouldBe("from-outside");
        response.Headers.GetValues("X-Request-ID").ShouldBe(["from-outside"]);
    }

    [Fact]
    public async Task ARequestWithoutAnIdGetsANewOne()
    {
        await using var service = await TestService.StartAsync(map: app => app.MapGet("/id", (HttpContext context) => context.TraceIdentifier));
        using var client = service.CreateClient();

        var first = await client.GetStringAsync(new Uri("/id", UriKind.Relative));
        var second = await client.GetStringAsync(new Uri("/id", UriKind.Relative));

        first.ShouldMatch("^[0-9a-f]{32}$");
        second.ShouldNotBe(first);
    }

    [Fact]
    public async Task AnErrorHasTheIdToo()
    {
        await using var service = await TestService.StartAsync(map: app => app.MapGet("/fail", () => { throw new InvalidOperationException(); }));
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.Add("X-Request-ID", "of-the-error");

        using var response = await client.GetAsync(new Uri("/fail", UriKind.Relative));

        response.Headers.GetValues("X-Request-ID").ShouldBe(["of-the-error"]);
        (await response.Content.ReadAsStringAsync()).ShouldContain("of-the-error");
    }
}
