using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Documentation;

public sealed class LintTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Folder = "openapi";

    [RequiresFact("node", "npm:openapi")]
    public async Task RedoclyFindsNothing()
    {
        var (code, output, errors) = await LintAsync("node_modules/@redocly/cli/bin/cli.js", "lint", "--config", "redocly.yaml", "--format", "json");

        var totals = JsonElement.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]).GetProperty("totals");
        totals.GetProperty("errors").GetInt32().ShouldBe(0, output);
        totals.GetProperty("warnings").GetInt32().ShouldBe(0, output);
        code.ShouldBe(0, errors);
    }

    [RequiresFact("node", "npm:openapi")]
    public async Task SpectralFindsNothing()
    {
        var (code, output, errors) = await LintAsync("node_modules/@stoplight/spectral-cli/dist/index.js", "lint", "--ruleset", "spectral.yaml", "--fail-severity", "hint", "--format", "json", "--quiet");

        output.Trim().ShouldBe("[]");
        code.ShouldBe(0, errors);
    }

    [RequiresFact("node", "npm:openapi")]
    public async Task TheLintersWouldSeeAnExampleThatBreaksItsSchema()
    {
        var (code, output, _) = await LintAsync(
            "node_modules/@redocly/cli/bin/cli.js",
            document => document.Replace("\"mcts_iterations\": 200", "\"mcts_iterations\": \"many\"", StringComparison.Ordinal),
            "lint", "--config", "redocly.yaml", "--format", "json");

        JsonElement.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]).GetProperty("totals").GetProperty("warnings").GetInt32().ShouldBeGreaterThan(0, code.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private Task<(int ExitCode, string Output, string Errors)> LintAsync(string linter, params string[] arguments) => LintAsync(linter, document => document, arguments);

    private async Task<(int ExitCode, string Output, string Errors)> LintAsync(string linter, Func<string, string> change, params string[] arguments)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("openapi-").FullName, "openapi.json");
        try
        {
            await File.WriteAllTextAsync(file, change(await fixture.Fresh().Gateway.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative))));
            return await NodeProgram.RunAsync(Folder, linter, [.. arguments, file]);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }
}
