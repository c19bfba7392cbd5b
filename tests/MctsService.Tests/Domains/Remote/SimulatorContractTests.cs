using Google.Protobuf;
using Grpc.Core;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Domains.Remote;

/// <summary>A simulator that breaks its contract ends the search with an error that says where.</summary>
public class SimulatorContractTests
{
    private static readonly Dictionary<string, (Action<IMessage> Spoil, string Message)> Faults = new()
    {
        ["no players"] = (Start(answer => answer.Players = 0), "Start: players must be from 1 to 16, and is 0"),
        ["bounds the wrong way"] = (Start(answer => answer.ReturnsLow = 20), "Start: returns_low must be below returns_high, 10, and is 20"),
        ["bounds without end"] = (Start(answer => answer.ReturnsHigh = double.PositiveInfinity), "Start: returns_low must be below returns_high, Infinity"),
        ["an unknown policy"] = (Start(answer => answer.Rollouts.Add("clever")), "Start: rollouts must name at least one of random, greedy, hybrid, evaluator"),
        ["no start"] = (Start(answer => answer.Start = null), "Start: start is missing"),
        ["a long state"] = (Start(answer => answer.Start.State = ByteString.CopyFrom(new byte[16_385])), "Start: start.state must have at most 16384 bytes, and has 16385"),
        ["a mover who does not play"] = (Step(answer => answer.Positions[0].Mover = 2), "Step: positions[0].mover must be a player from 0 to 1, or -1 for chance, and is 2"),
        ["a position too few"] = (Step(answer => answer.Positions.RemoveAt(0)), "Step: positions must hold 1, one for each that was asked for, and holds 0"),
        ["an end without returns"] = (Step(answer => answer.Positions[0].Terminal = true), "Step: positions[0].returns must hold a return for each of the 2 players, and holds 0"),
        ["returns before the end"] = (Step(answer => answer.Positions[0].Returns.Add([1.0, 1.0])), "Step: positions[0].returns must be empty where play has not ended"),
        ["no choices"] = (Expand(answer => answer.States[0].Choices_.Clear()), "Expand: states[0].choices must hold 1 to 1000 where play has not ended, and holds 0"),
        ["choices of too many states"] = (Expand(answer => answer.States.Add(new Choices())), "Expand: states must hold 1, one for each that was asked for, and holds 2"),
        ["equal labels"] = (Expand(answer => answer.States[0].Choices_[1].Label = "take 1"), "Expand: states[0].choices[1].label must be unique in its state, and \"take 1\" stands there twice"),
        ["no label"] = (Expand(answer => answer.States[0].Choices_[2].Label = ""), "Expand: states[0].choices[2].label must have 1 to 200 characters, and has 0"),
        ["a weight below zero"] = (Expand(answer => answer.States[0].Choices_[0].Weight = -1), "Expand: states[0].choices[0].weight must be a number of at least 0, and is -1"),
        ["a weight that is no number"] = (Expand(answer => answer.States[0].Choices_[0].Weight = double.NaN), "Expand: states[0].choices[0].weight must be a number of at least 0, and is NaN"),
        ["a value that is no number"] = (Rollout(answer => answer.Values[0].Returns[1] = double.NaN), "Rollout: values[0].returns[1] must be from -10 to 10, the bounds that Start gave, and is NaN"),
        ["a value out of bounds"] = (Rollout(answer => answer.Values[0].Returns[0] = 10.5), "Rollout: values[0].returns[0] must be from -10 to 10, the bounds that Start gave, and is 10.5"),
        ["a player without a value"] = (Rollout(answer => answer.Values[0].Returns.RemoveAt(1)), "Rollout: values[0].returns must hold a return for each of the 2 players, and holds 1"),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ABrokenContractIsNamed(string fault)
    {
        await using var simulator = await NimSimulator.StartAsync();
        simulator.Spoil = Faults[fault].Spoil;
        await using var service = await RemoteSearchTests.StartAsync(simulator);
        var request = RemoteSearchTests.Request(15, 20);
        request.Parallel = 1;

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(request).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.Internal);
        error.Status.Detail.ShouldStartWith($"The simulator nim broke its contract in {Faults[fault].Message}");
    }

    [Fact]
    public async Task ProbabilitiesThatDoNotAddUpToOneAreNamed()
    {
        await using var simulator = await NimSimulator.StartAsync();
        simulator.Spoil = Start(answer => answer.Start.Mover = -1);
        await using var service = await RemoteSearchTests.StartAsync(simulator);

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(RemoteSearchTests.Request(15, 20)).ResponseAsync);

        error.Status.Detail.ShouldContain("Expand: states[0].choices must have probabilities that add up to 1, and they add up to 3");
    }

    [Fact]
    public async Task AProblemThatIsOverWhereItBeginsIsRefused()
    {
        await using var simulator = await NimSimulator.StartAsync();
        simulator.Spoil = Start(answer =>
        {
            answer.Start.Terminal = true;
            answer.Start.Returns.Add([0, 0]);
        });
        await using var service = await RemoteSearchTests.StartAsync(simulator);

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(RemoteSearchTests.Request(15, 20)).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("problem.problem: must leave something to decide: the simulator nim says that play is over where it begins");
    }

    private static Action<IMessage> Start(Action<StartResponse> spoil) => On(spoil);

    private static Action<IMessage> Step(Action<StepResponse> spoil) => On(spoil);

    private static Action<IMessage> Expand(Action<ExpandResponse> spoil) => On(spoil);

    private static Action<IMessage> Rollout(Action<RolloutResponse> spoil) => On(spoil);

    private static Action<IMessage> On<T>(Action<T> spoil)
        where T : class, IMessage => answer =>
        {
            if (answer is T wanted)
                spoil(wanted);
        };
}
