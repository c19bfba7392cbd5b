using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Tests.Requests;

public class NativeRequestTests
{
    public static TheoryData<string> NativeDomains => [.. DomainCatalogue.All.Where(entry => !entry.Calls).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(NativeDomains))]
    public void AFilledRequestGivesTheSamePlan(string name)
    {
        var plan = Reading.Read(Problems.Native(name, DomainCatalogue.Find(name).Example));

        var again = Reading.Read(plan.Request);

        again.Request.ShouldBe(plan.Request);
        again.Options.ShouldBe(plan.Options);
        again.Step.ShouldBe(plan.Step);
    }

    [Theory]
    [InlineData("tic_tac_toe", "{\"moves\":[1,1]}", "problem.moves[1]", "taken")]
    [InlineData("tic_tac_toe", "{\"moves\":[0]}", "problem.moves[0]", "from 1 to 9")]
    [InlineData("tic_tac_toe", "{\"moves\":[1,4,2,5,3]}", "problem.moves", "over")]
    [InlineData("tic_tac_toe", "{\"moves\":[1,4,2,5,3,6]}", "problem.moves", "over after the first 5")]
    [InlineData("tic_tac_toe", "{\"board\":1}", "problem.board", "not a known field")]
    [InlineData("tic_tac_toe", "[]", "problem", "must be an object")]
    [InlineData("tic_tac_toe", "{", "problem", "not valid JSON")]
    [InlineData("connect_four", "{\"width\":9,\"height\":7}", "problem.height", "at most 64")]
    [InlineData("connect_four", "{\"width\":0}", "problem.width", "from 1 to 32")]
    [InlineData("connect_four", "{\"width\":2147483647,\"height\":2}", "problem.width", "from 1 to 32")]
    [InlineData("connect_four", "{\"height\":2,\"moves\":[1,1,1]}", "problem.moves[2]", "full")]
    [InlineData("connect_four", "{\"moves\":[8]}", "problem.moves[0]", "from 1 to 7")]
    [InlineData("connect_four", "{\"width\":7,\"width\":7}", "problem.width", "twice")]
    [InlineData("game24", "{}", "problem.numbers", "required")]
    [InlineData("game24", "{\"numbers\":[1,2,3]}", "problem.numbers", "4 to 4 entries")]
    [InlineData("game24", "{\"numbers\":[1,2,3,14]}", "problem.numbers[3]", "from 1 to 13")]
    [InlineData("game24", "{\"numbers\":[1,2,3,1.5]}", "problem.numbers[3]", "integer")]
    [InlineData("grid_world", "{\"map\":[\"SG\",\"S.\"]}", "problem.map", "one start")]
    [InlineData("grid_world", "{\"map\":[\"SG\",\"...\"]}", "problem.map[1]", "2 cells")]
    [InlineData("grid_world", "{\"map\":[\"SX\"]}", "problem.map[0]", "column 2")]
    [InlineData("grid_world", "{\"map\":[]}", "problem.map", "1 to 100")]
    [InlineData("grid_world", "{\"slip\":1.5}", "problem.slip", "from 0 to 1")]
    [InlineData("grid_world", "{\"slip\":NaN}", "problem", "not valid JSON")]
    [InlineData("grid_world", "{\"slip\":1e999}", "problem.slip", "number")]
    [InlineData("grid_world", "{\"discount\":1}", "problem.discount", "horizon")]
    [InlineData("grid_world", "{\"horizon\":0}", "problem.horizon", "from 1 to 10000")]
    [InlineData("sailing", "{\"size\":1}", "problem.size", "from 2 to 50")]
    [InlineData("bandit", "{\"arms\":[]}", "problem.arms", "1 to 1000")]
    [InlineData("bandit", "{\"arms\":[0.5,-0.1]}", "problem.arms[1]", "from 0 to 1")]
    [InlineData("knapsack", "{\"capacity\":1,\"items\":[{\"name\":\"a\",\"weight\":0,\"value\":1}]}", "problem.items[0].weight", "from 1E-09")]
    [InlineData("knapsack", "{\"capacity\":1,\"items\":[{\"name\":\"a\",\"weight\":1,\"value\":1},{\"name\":\"a\",\"weight\":1,\"value\":1}]}", "problem.items[1]", "names must differ")]
    [InlineData("tsp", "{}", "problem.cities", "missing")]
    [InlineData("tsp", "{\"names\":[\"a\",\"b\"]}", "problem.distances", "missing")]
    [InlineData("tsp", "{\"distances\":[[0,1],[1,0]]}", "problem.names", "is missing: distances need the name of each city")]
    [InlineData("tsp", "{\"cities\":[{\"name\":\"a\",\"x\":0,\"y\":0}],\"distances\":[[0]]}", "problem.cities", "2 to 50 entries, and has 1")]
    [InlineData("tsp", "{\"names\":[\"a\"],\"distances\":[[0]]}", "problem.names", "2 to 50 entries, and has 1")]
    [InlineData("decision_model", "{\"start\":\"b\",\"states\":[{\"name\":\"b\",\"terminal\":true}]}", "problem.start", "must leave something to decide")]
    [InlineData("tsp", "{\"names\":[\"a\",\"b\"],\"distances\":[[0,1],[1]]}", "problem.distances[1]", "2 distances")]
    [InlineData("tsp", "{\"names\":[\"a\",\"b\"],\"distances\":[[0,-1],[1,0]]}", "problem.distances[0][1]", "from 0 to")]
    [InlineData("decision_model", "{}", "problem.states", "missing")]
    [InlineData("decision_model", "{\"start\":\"a\",\"states\":[{\"name\":\"a\",\"actions\":[{\"name\":\"x\",\"outcomes\":[{\"to\":\"b\",\"probability\":0.5}]}]},{\"name\":\"b\",\"terminal\":true}]}", "problem.states[0].actions[0].outcomes", "add up to 1")]
    public void AMistakeInAProblemIsNamedWithItsPath(string domain, string json, string field, string says)
    {
        var error = Should.Throw<ValidationException>(() => Reading.Read(Problems.Native(domain, json, 10)));

        error.Field.ShouldBe(field);
        error.Problem.ShouldContain(says);
    }

    [Theory]
    [InlineData("tsp", "{\"names\":[\"NAME\",\"b\"],\"distances\":[[0,1],[1,0]]}", "problem.names[0]")]
    [InlineData("tsp", "{\"cities\":[{\"name\":\"NAME\",\"x\":0,\"y\":0},{\"name\":\"b\",\"x\":0,\"y\":0}]}", "problem.cities[0].name")]
    [InlineData("knapsack", "{\"capacity\":1,\"items\":[{\"name\":\"NAME\",\"weight\":1,\"value\":1}]}", "problem.items[0].name")]
    public void ALongNameIsRefusedWithWhatIsAllowed(string domain, string json, string field)
    {
        var error = Should.Throw<ValidationException>(
            () => Reading.Read(Problems.Native(domain, json.Replace("NAME", new string('n', 100_000), StringComparison.Ordinal), 10)));

        error.Field.ShouldBe(field);
        error.Problem.ShouldBe("must have 1 to 200 characters, and has 100000");
    }

    [Fact]
    public void AModelSaysByItselfHowItsActionIsChosen()
    {
        var request = Problems.Native("grid_world", "{}", 10);
        Reading.Read(request).Request.BestAction.ShouldBe("secure");
        request.Transpositions = false;
        Reading.Read(request).Request.BestAction.ShouldBe("max_value");
        request.BestAction = "robust";
        Reading.Read(request).Request.BestAction.ShouldBe("robust");
        (request.Backup, request.BestAction) = ("mean", "");
        Reading.Read(request).Request.BestAction.ShouldBe("max_visits");
    }

    public static TheoryData<string, Action<SearchRequest>> Mistakes => new()
    {
        { "iterations", request => request.Iterations = 0 },
        { "iterations", request => request.Iterations = 10_000_001 },
        { "domain.name", request => request.Domain.Name = "chess" },
        { "domain.name", request => request.Domain.Name = "reasoning" },
        { "selection", request => request.Selection = "best" },
        { "best_action", request => request.BestAction = "first" },
        { "rollout", request => request.Rollout = "lucky" },
        { "backup", request => request.Backup = "median" },
        { "backup", request => request.Backup = "max" },
        { "max_depth", request => request.MaxDepth = 10_001 },
        { "exploration_weight", request => request.ExplorationWeight = double.NaN },
        { "widening.k", request => request.Widening = new() { K = 0, Alpha = 0.5 } },
        { "widening.alpha", request => request.Widening = new() { K = 1, Alpha = double.PositiveInfinity } },
        { "root_noise", request => request.RootNoise = new() { Alpha = 0.3, Fraction = 0.25 } },
        { "root_noise.alpha", request => (request.Selection, request.RootNoise) = ("puct", new() { Alpha = -1, Fraction = 0.25 }) },
        { "root_noise.fraction", request => (request.Selection, request.RootNoise) = ("puct", new() { Alpha = 1, Fraction = 1.5 }) },
        { "shards", request => request.Shards = 65 },
        { "shards", request => (request.Iterations, request.Shards) = (3, 4) },
        { "max_nodes", request => request.MaxNodes = 0 },
        { "max_nodes", request => request.MaxNodes = 64_000_001 },
        { "time_limit_ms", request => request.TimeLimitMs = 0 },
        { "time_limit_ms", request => request.TimeLimitMs = 600_001 },
        { "certificate.epsilon", request => request.Certificate = new() { Epsilon = 0 } },
        { "certificate.delta", request => request.Certificate = new() { Delta = 0.6 } },
        { "certificate.rollouts", request => request.Certificate = new() { Rollouts = -1 } },
        { "parallel", request => request.Parallel = 65 },
        { "shard_iterations", request => request.ShardIterations.Add([1, 2]) },
        { "shard_iterations[0]", request => request.ShardIterations.Add(11) },
        { "transpositions", request => (request.Transpositions, request.Widening) = (true, new() { K = 1, Alpha = 0.5 }) },
        { "moves[0]", request => request.Moves.Add("column 9") },
        { "preset", request => request.Preset = "turbo" },
        { "run_id", request => request.RunId = new string('r', 201) },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AFieldOutOfItsRangeIsRefusedByName(string field, Action<SearchRequest> change)
    {
        var request = Problems.Native("connect_four", "{}", 10);
        change(request);

        Should.Throw<ValidationException>(() => Reading.Read(request)).Field.ShouldBe(field);
    }

    [Theory]
    [InlineData(nameof(SearchLimits.MaxIterations))]
    [InlineData(nameof(SearchLimits.MaxNodes))]
    [InlineData(nameof(SearchLimits.MaxTimeMs))]
    public void ARequestOverALimitOfTheServiceIsToldItsName(string limit)
    {
        var limits = new SearchLimits { MaxIterations = 100, MaxNodes = 1_000, MaxTimeMs = 50 };
        var request = Problems.Native("connect_four", "{}", limit == nameof(SearchLimits.MaxIterations) ? 101 : 10);
        if (limit == nameof(SearchLimits.MaxNodes))
            request.MaxNodes = 1_001;
        if (limit == nameof(SearchLimits.MaxTimeMs))
            request.TimeLimitMs = 51;

        Should.Throw<ValidationException>(() => Reading.Read(request, limits)).Problem.ShouldContain($"Search:{limit}");
    }

    [Fact]
    public void ModelsAreBackedUpByTheirProbabilitiesUnlessSamplesAreAskedFor()
    {
        var plain = Reading.Read(Problems.Native("grid_world", "{}", 10)).Options;
        var request = Problems.Native("grid_world", "{}", 10);
        request.Selection = "puct";
        var sampled = Reading.Read(request).Options;

        (plain.Backup, plain.Transpositions).ShouldBe((Backup.Max, true));
        (sampled.Backup, sampled.Transpositions, sampled.Rollout).ShouldBe((Backup.Mean, false, RolloutPolicy.Random));
    }

    [Fact]
    public void NativeDomainsWithFewActionsSearchAllOfThemToTheEnd()
    {
        var request = Problems.Native("connect_four", "{}");
        request.Preset = "fast";

        var options = Reading.Read(request).Options;

        (options.Widening, options.MaxDepth, options.Iterations).ShouldBe((null, int.MaxValue, 25));
        options.EarlyStop.ShouldNotBeNull();
    }

    [Fact]
    public void ShardsFollowFromTheIterationsAlone()
    {
        Reading.Read(Problems.Native("connect_four", "{}", 49_999)).Shards.ShouldBe(1);
        Reading.Read(Problems.Native("connect_four", "{}", 50_000)).Shards.ShouldBe(2);
        Reading.Read(Problems.Native("connect_four", "{}", 10_000_000)).Shards.ShouldBe(64);
    }
}
