using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Documentation;

public sealed class BrowserTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    [RequiresFact("node", "npm:browser", "chromium")]
    public async Task ThePagesWorkInARealBrowserWithoutTheInternet()
    {
        var address = fixture.Fresh().Gateway.Address.ToString().TrimEnd('/');

        var (code, output, errors) = await NodeProgram.RunAsync(
            "browser",
            "page.mjs",
            Programs.Find("chromium")!,
            "-",
            $"#operations-Questions-query={address}/docs",
            $"[id=\"tag/Questions/operation/query\"]={address}/redoc",
            $"#state.bad={address}/");

        code.ShouldBe(0, errors);
        var pages = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToArray();
        pages.Length.ShouldBe(3);
        foreach (var page in pages)
        {
            page.GetProperty("shown").GetBoolean().ShouldBeTrue(output);
            page.GetProperty("outside").GetArrayLength().ShouldBe(0, output);
            // The start page tells of an Orchestrator that says nothing of itself here, by a status that browsers note.
            page.GetProperty("said").EnumerateArray().Select(said => said.GetString()!).Where(said => !said.Contains("503", StringComparison.Ordinal)).ShouldBeEmpty();
        }

        foreach (var page in pages[..2])
        {
            page.GetProperty("text").GetString()!.ShouldContain("Ask a question and watch the work");
            page.GetProperty("text").GetString()!.ShouldContain("See whether the service can do its work");
        }
    }
}
