using System.Text.Json.Nodes;

namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>
/// Makes decisions up: go ahead, look first at a price, or leave it. The question holds the model as <c>POST /search</c> takes it; its values are computed
/// exactly, backwards from the ends.
/// </summary>
/// <param name="random">What chooses.</param>
internal sealed class DecisionTasks(Random random)
{
    // Each is mentioned by some document, as what a user asks about usually is.
    private static readonly string[] Matters = ["the ferry", "the mule track", "the museum", "the wagons", "the kitchen", "the concerts"];

    /// <summary>A decision and what its first actions are worth.</summary>
    public (string Query, ExpectedAnswer Expected) Make()
    {
        var good = random.Next(20, 81) / 100.0;
        var gain = random.Next(5, 21);
        var loss = random.Next(3, 16);
        var price = random.Next(1, 4);
        var sure = random.Next(0, 5);
        var worth = Values(good, gain, loss, price, sure);
        var matter = Matters[random.Next(Matters.Length)];
        var problem = Problem(good, gain, loss, price, sure);
        var query = $"What should we do first about {matter}: invest, survey or decline? The figures are in this decision model.\n```json\n{problem.ToJsonString()}\n```";
        return (query, new ExpectedAction(Scale(worth)));
    }

    /// <summary>What each first action earns when play goes on in the best way.</summary>
    /// <param name="good">Probability of a good outcome.</param>
    /// <param name="gain">What a good outcome brings.</param>
    /// <param name="loss">What a bad one costs.</param>
    /// <param name="price">What it costs to know beforehand.</param>
    /// <param name="sure">What declining brings.</param>
    public static Dictionary<string, double> Values(double good, double gain, double loss, double price, double sure) => new(StringComparer.Ordinal)
    {
        ["invest"] = (good * gain) - ((1 - good) * loss),

        // After a good survey one invests or declines, whichever is better; after a bad one as well.
        ["survey"] = (good * Math.Max(gain, sure)) + ((1 - good) * Math.Max(-loss, sure)) - price,
        ["decline"] = sure,
    };

    /// <summary>Values on a scale from the worst, 0, to the best, 1; all 1 when they are equal.</summary>
    public static Dictionary<string, double> Scale(IReadOnlyDictionary<string, double> values)
    {
        var (worst, best) = (values.Values.Min(), values.Values.Max());
        return values.ToDictionary(value => value.Key, value => best > worst ? (value.Value - worst) / (best - worst) : 1, StringComparer.Ordinal);
    }

    private static JsonObject Problem(double good, int gain, int loss, int price, int sure) => new()
    {
        ["domain"] = "decision_model",
        ["problem"] = new JsonObject
        {
            ["start"] = "open",
            ["states"] = new JsonArray(
                State("open", Lottery("invest", good, gain, -loss), Lottery("survey", good, -price, -price, "promising", "doubtful"), Ending("decline", sure)),
                State("promising", Ending("invest", gain), Ending("decline", sure)),
                State("doubtful", Ending("invest", -loss), Ending("decline", sure)),
                new JsonObject { ["name"] = "end", ["terminal"] = true }),
        },
    };

    private static JsonObject State(string name, params JsonNode[] actions) => new() { ["name"] = name, ["actions"] = new JsonArray(actions) };

    private static JsonObject Ending(string name, double reward) =>
        new() { ["name"] = name, ["outcomes"] = new JsonArray(new JsonObject { ["to"] = "end", ["reward"] = reward }) };

    private static JsonObject Lottery(string name, double good, double up, double down, string toGood = "end", string toBad = "end") => new()
    {
        ["name"] = name,
        ["outcomes"] = new JsonArray(
            new JsonObject { ["to"] = toGood, ["probability"] = good, ["reward"] = up },
            new JsonObject { ["to"] = toBad, ["probability"] = Math.Round(1 - good, 2), ["reward"] = down }),
    };
}
