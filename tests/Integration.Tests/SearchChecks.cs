using System.Text;
using System.Text.Json;

namespace MctsAspire.Integration.Tests;

/// <summary>Searches through the front door of a running app, for tests that have one.</summary>
internal static class SearchChecks
{
    /// <summary>The domains that the documentation names are those that there are.</summary>
    public static async Task EveryDomainIsListedAsync(RunningApp app)
    {
        var list = JsonElement.Parse(await app.Client.GetStringAsync(new Uri("/domains", UriKind.Relative)));
        var document = JsonElement.Parse(await app.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)));
        var named = document.GetProperty("components").GetProperty("schemas").GetProperty("SearchRequest").GetProperty("properties").GetProperty("domain").GetProperty("enum");

        list.GetProperty("domains").EnumerateArray().Select(domain => domain.GetProperty("name").GetString()).Order()
            .ShouldBe(named.EnumerateArray().Select(name => name.GetString()).Order());
    }

    /// <summary>Every file of a folder is a request that can be sent as it stands.</summary>
    public static async Task TheSampleDecisionsAreFoundAsync(RunningApp app, string folder)
    {
        var found = new Dictionary<string, JsonElement>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
            found[Path.GetFileName(file)] = await app.PostAsync("/search", new StringContent(await File.ReadAllTextAsync(file), Encoding.UTF8, "application/json"));

        found["pump.json"].GetProperty("best_action").GetString().ShouldBe("overhaul");
        found["house-sale.json"].GetProperty("best_action").GetString().ShouldBe("wait");
        foreach (var solved in (string[])["pump.json", "house-sale.json"])
            found[solved].GetProperty("certificate").GetProperty("kind").GetString().ShouldBe("proven");
        found["home-battery.json"].GetProperty("certificate").GetProperty("kind").GetString().ShouldBe("bounded");
        found["home-battery.json"].GetProperty("mcts_stats").GetProperty("nodes").GetInt32().ShouldBeGreaterThan(100_000);
    }

    /// <summary>The results of searches in several domains, in several shards each, without ids and times.</summary>
    public static async Task<string> SearchSeveralDomainsAsync(RunningApp app)
    {
        object[] requests =
        [
            new { domain = "connect_four", problem = new { moves = (int[])[4, 4, 3] }, iterations = 100_000, seed = 7, explain = true },
            new { domain = "game24", problem = new { numbers = (int[])[4, 6, 11, 13] }, iterations = 2_000, shards = 4, seed = 7 },
            new { domain = "grid_world", problem = new { map = (string[])["SFFF", "FHFH", "FFFH", "HFFG"], slip = 0.4, discount = 0.99 }, iterations = 1_000, seed = 7, certificate = new { rollouts = 2_000 } },
        ];
        var results = new StringBuilder();
        foreach (var request in requests)
            results.AppendLine((await app.SearchAsync(request)).WithoutIdsAndTimes());
        return results.ToString();
    }
}
