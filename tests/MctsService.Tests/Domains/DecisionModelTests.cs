using System.Text;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Domains.DecisionModels;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.MctsService.Tests.Domains;

public sealed class DecisionModelTests
{
    private const string Launch = """
        {
          "start": "idea",
          "states": [
            { "name": "idea", "actions": [
              { "name": "test", "outcomes": [
                { "to": "good", "probability": 0.6, "reward": -1 }, { "to": "bad", "probability": 0.4, "reward": -1 } ] },
              { "name": "launch", "outcomes": [ { "to": "end", "probability": 0.5, "reward": 10 }, { "to": "end", "probability": 0.5, "reward": -8 } ] } ] },
            { "name": "good", "actions": [
              { "name": "launch", "outcomes": [ { "to": "end", "probability": 0.8, "reward": 10 }, { "to": "end", "probability": 0.2, "reward": -8 } ] },
              { "name": "stop", "outcomes": [ { "to": "end" } ] } ] },
            { "name": "bad", "actions": [
              { "name": "launch", "outcomes": [ { "to": "end", "probability": 0.1, "reward": 10 }, { "to": "end", "probability": 0.9, "reward": -8 } ] },
              { "name": "stop", "outcomes": [ { "to": "end" } ] } ] },
            { "name": "end", "terminal": true }
          ]
        }
        """;

    private const string Stock = """
        {
          "variables": [ { "name": "stock", "to": 20, "start": 5 }, { "name": "day", "to": 10, "start": 0 } ],
          "terminal": "day == 10",
          "actions": [
            { "name": "wait", "outcomes": [
              { "probability": "0.5", "reward": "-stock / 10", "effects": { "day": "day + 1" } },
              { "probability": "0.5", "reward": "min(stock, 3) * 4 - stock / 10", "effects": { "day": "day + 1", "stock": "max(stock - 3, 0)" } } ] },
            { "name": "order five", "when": "stock <= 15 and not stock == 7", "outcomes": [ { "reward": "-6", "effects": { "stock": "stock + 5", "day": "day + 1" } } ] }
          ]
        }
        """;

    [Fact]
    public void AModelOfNamedStatesIsSolved()
    {
        var model = Read(Launch);
        var solution = ValueIteration.Solve(model, default);
        solution.Value.ShouldBe(-1 + (0.6 * ((0.8 * 10) - (0.2 * 8))), 1e-12);
        model.Actions[solution.Best].ShouldBe("test");
    }

    [Fact]
    public void TheSearchFindsWhatTheSolutionSays()
    {
        var problem = new MarkovProblem(Read(Launch));
        var report = new ShardedSearch(problem, new() { Iterations = 3_000, Solver = false }).Run();
        problem.DescribeAction(report.Best).ShouldBe("test");
        problem.DescribeLine(report.Root.Line)[0].ShouldBe("test");
    }

    [Fact]
    public void ACompactModelIsWhatItsFormulasSay()
    {
        var model = Read(Stock);
        model.States[model.Start].ShouldBe("stock 5, day 0");
        var wait = model.FirstOutcome[model.FirstAction[model.Start]];
        model.Reward[wait].ShouldBe(-0.5);
        model.Reward[wait + 1].ShouldBe(11.5);
        model.States[model.Next[wait + 1]].ShouldBe("stock 2, day 1");
        var seven = Enumerable.Range(0, model.StateCount).First(state => model.States[state].StartsWith("stock 7, day 2", StringComparison.Ordinal));
        model.CountActions(seven).ShouldBe(1);
        ValueIteration.Solve(model, default).Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void AMillionStatesFitOnAPage()
    {
        var model = Read("""
            {
              "variables": [ { "name": "x", "to": 999, "start": 0 }, { "name": "y", "to": 999, "start": 0 } ],
              "terminal": "x == 999 and y == 999", "discount": 0.99,
              "actions": [
                { "name": "right", "when": "x < 999", "outcomes": [ { "reward": "-1", "effects": { "x": "x + 1" } } ] },
                { "name": "up", "when": "y < 999", "outcomes": [ { "reward": "-1", "effects": { "y": "y + 1" } } ] } ]
            }
            """);
        model.StateCount.ShouldBe(1_000_000);
    }

    [Fact]
    public void TheSmallestChangeThatFlipsTheDecisionIsFound()
    {
        var (probability, reward) = FlipSearch.Find(Read(Launch), decision: 0, default);

        // Testing first is worth -1 + .6·6.4 = 2.84, launching at once 1: launching again wins when it pays 1.84 more on average.
        reward!.Decision.ShouldBe("launch");
        Math.Abs(reward.To - reward.From).ShouldBe(1.84 / 0.6, 1e-5);
        probability!.Decision.ShouldBe("launch");
        (probability.State, probability.Action).ShouldBe(("idea", "launch"));
        Math.Abs(probability.To - probability.From).ShouldBe(1.84 / 18, 1e-6);
    }

    [Fact]
    public void ADecisionWithoutAnAlternativeHasNoFlip()
    {
        var only = Read("""{ "start": "a", "states": [ { "name": "a", "actions": [ { "name": "go", "outcomes": [ { "to": "b" } ] } ] }, { "name": "b", "terminal": true } ] }""");
        FlipSearch.Find(only, decision: 0, default).ShouldBe((null, null));
    }

    [Theory]
    [InlineData("\"probability\": 0.6", "\"probability\": 0.5", "states[0].actions[0].outcomes", "add up to 0.9")]
    [InlineData("\"to\": \"good\"", "\"to\": \"god\"", "states[0].actions[0].outcomes[0].to", "god")]
    [InlineData("\"start\": \"idea\"", "\"start\": \"ide\"", "start", "ide")]
    [InlineData("\"name\": \"bad\"", "\"name\": \"good\"", "states[2].name", "differ")]
    [InlineData("\"terminal\": true", "\"terminal\": false", "states[3].actions", "dead end")]
    [InlineData("{ \"to\": \"bad\", \"probability\": 0.4", "{ \"to\": \"good\", \"probability\": 0.4", "states[2]", "can't be reached")]
    [InlineData("\"outcomes\": [ { \"to\": \"end\" } ]", "\"outcomes\": [ { \"to\": \"idea\" } ]", "states[1].actions[1]", "horizon")]
    [InlineData("\"reward\": -1 }", "\"reward\": 1e300 }", "states[0].actions[0].outcomes[0].reward", "1e")]
    [InlineData("\"name\": \"launch\"", "\"name\": \"test\"", "states[0].actions[1].name", "test")]
    [InlineData("\"start\": \"idea\"", "\"start\": \"end\"", "start", "must leave something to decide")]
    [InlineData("[ { \"to\": \"end\" } ]", "[]", "states[1].actions[1].outcomes", "must hold an outcome")]
    [InlineData("\"probability\": 0.6", "\"probability\": 0.60000001", "states[0].actions[0].outcomes", "add up to 1.00000001")]
    [InlineData("\"reward\": -1 }", "\"reward\": 1.1e12 }", "states[0].actions[0].outcomes[0].reward", "from -1000000000000 to 1000000000000")]
    public void AMistakeInAModelOfNamedStatesIsFoundWithItsPath(string right, string wrong, string path, string says) =>
        Mistake(Launch, right, wrong, path, says);

    [Theory]
    [InlineData("\"stock + 5\"", "\"stock + 15\"", "actions[1].outcomes[0].effects.stock", "from 0 to 20")]
    [InlineData("\"stock + 5\"", "\"stock + 0.5\"", "actions[1].outcomes[0].effects.stock", "whole number")]
    [InlineData("\"probability\": \"0.5\", \"reward\": \"-stock", "\"probability\": \"0.4\", \"reward\": \"-stock", "actions[0].outcomes", "0.9")]
    [InlineData("\"-stock / 10\"", "\"-stok / 10\"", "actions[0].outcomes[0].reward", "stok")]
    [InlineData("\"-stock / 10\"", "\"-stock / day\"", "actions[0].outcomes[0].reward", "finite")]
    [InlineData("\"-6\"", "\"-6 +\"", "actions[1].outcomes[0].reward", "ends where")]
    [InlineData("\"-6\"", "\"(6\"", "actions[1].outcomes[0].reward", "ends where )")]
    [InlineData("\"-6\"", "\"6 $\"", "actions[1].outcomes[0].reward", "$")]
    [InlineData("\"name\": \"wait\"", "\"name\": \"wait\", \"when\": \"stock > 2\"", "actions", "dead end", "stock <= 15", "stock > 3")]
    [InlineData("\"day\": \"day + 1\" } }", "\"day\": \"day\" } }", "actions[0]", "horizon")]
    [InlineData("\"start\": 5", "\"start\": 25", "variables[0].start", "from 0 to 20")]
    [InlineData("\"day == 10\"", "\"day < 10\"", "terminal", "must leave something to decide: play is over where it begins, in the state stock 5, day 0")]
    [InlineData("\"-6\"", "\"1.1e12\"", "actions[1].outcomes[0].reward", "from -1000000000000 to 1000000000000, and gives 1100000000000 in the state")]
    [InlineData("\"-6\"", "\"1e-\"", "actions[1].outcomes[0].reward", "1e- at character 1, which is no number")]
    [InlineData("\"-6\"", "\"2 * 1e999\"", "actions[1].outcomes[0].reward", "1e999 at character 5, which is beyond the largest number")]
    [InlineData("\"stock + 5\"", "\"stock + 5 + 0.1 + 0.2 - 0.3\"", "actions[1].outcomes[0].effects.stock", "and gives 9.999999999999998 in the state")]
    [InlineData("\"day == 10\"", "\"day = 10\"", "terminal", "an unexpected = at character 5; equality is ==")]
    [InlineData("\"day == 10\"", "\"0 / (day - day)\"", "terminal", "must give a number, which counts as true unless it is 0, and gives NaN")]
    [InlineData("\"stock <= 15 and not stock == 7\"", "\"0 / (day - day)\"", "actions[1].when", "gives NaN")]
    [InlineData("{ \"name\": \"day\"", "{ \"name\": \"min\"", "variables[1].name", "word of formulas")]
    public void AMistakeInACompactModelIsFoundWithItsPath(string right, string wrong, string path, string says, string also = "", string instead = "") =>
        Mistake(also.Length > 0 ? Stock.Replace(also, instead, StringComparison.Ordinal) : Stock, right, wrong, path, says);

    [Theory]
    [InlineData("1e-300", 1e-300)]
    [InlineData("-2.5E+2", -250)]
    [InlineData("1e3 - 1", 999)]
    [InlineData("not not (stock == 5)", 1)]
    public void AFormulaKnowsTheNumbersThatJsonKnows(string formula, double value)
    {
        var model = Read(Stock.Replace("\"-6\"", $"\"{formula}\"", StringComparison.Ordinal));
        model.Reward[model.FirstOutcome[model.FirstAction[model.Start] + 1]].ShouldBe(value);
    }

    [Theory]
    [InlineData("\"name\": \"idea\"", "states[0].name")]
    [InlineData("\"name\": \"launch\"", "states[0].actions[1].name")]
    [InlineData("\"to\": \"good\"", "states[0].actions[0].outcomes[0].to")]
    [InlineData("\"start\": \"idea\"", "start")]
    public void ALongNameIsRefusedWithWhatIsAllowed(string field, string path)
    {
        var name = field[..(field.IndexOf(':', StringComparison.Ordinal) + 1)] + $"\"{new string('n', 201)}\"";
        Mistake(Launch, field, name, path, "must have 1 to 200 characters, and has 201");
    }

    [Fact]
    public void DeepNestingIsRefused()
    {
        var deep = Stock.Replace("\"-6\"", $"\"{new string('(', 400)}6{new string(')', 400)}\"", StringComparison.Ordinal);
        Should.Throw<ValidationException>(() => Read(deep)).Problem.ShouldContain("nested");
        var minus = Stock.Replace("\"-6\"", $"\"{new string('-', 900)}6\"", StringComparison.Ordinal);
        Should.Throw<ValidationException>(() => Read(minus)).Problem.ShouldContain("nested");
        var not = Stock.Replace("\"-6\"", $"\"{string.Concat(Enumerable.Repeat("not ", 200))}6\"", StringComparison.Ordinal);
        Should.Throw<ValidationException>(() => Read(not)).Problem.ShouldContain("nested");
    }

    private static void Mistake(string json, string right, string wrong, string path, string says)
    {
        var at = json.IndexOf(right, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0);
        var error = Should.Throw<ValidationException>(() => Read(string.Concat(json.AsSpan(0, at), wrong, json.AsSpan(at + right.Length))));
        error.Field.ShouldBe(path);
        error.Problem.ShouldContain(says);
    }

    internal static MarkovModel ReadLaunch() => Read(Launch);

    internal static MarkovModel ReadStock() => Read(Stock);

    private static MarkovModel Read(string json) =>
        DecisionModelReader.Read(StrictJson.Parse<DecisionModelInput>(Encoding.UTF8.GetBytes(json)), ReadingContext.Unbounded);
}
