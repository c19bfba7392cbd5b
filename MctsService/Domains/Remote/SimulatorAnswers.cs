using System.Globalization;
using Google.Protobuf.Collections;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Domains.Remote;

/// <summary>Checks what a simulator answers against its contract, before anything of it reaches the tree.</summary>
internal sealed class SimulatorAnswers(string simulator)
{
    /// <summary>The most players.</summary>
    public const int MaxPlayers = 16;

    /// <summary>The most choices of a state.</summary>
    public const int MaxChoices = 1_000;

    private const int MaxStateBytes = 16 * 1024;
    private const int MaxContextBytes = 64 * 1024;
    private const int MaxTextLength = 10_000;
    private const int MaxNameLength = 200;
    private const double Tolerance = 1e-6;

    private static readonly string[] Policies = ["random", "greedy", "hybrid", "evaluator"];

    private int _players;
    private ValueRange _range;

    /// <summary>Checks the start of a problem, whose players and bounds hold for all that follows.</summary>
    public void Check(StartResponse answer)
    {
        Expect(answer.Players is >= 1 and <= MaxPlayers, "Start", "players", $"must be from 1 to {MaxPlayers}, and is {answer.Players}");
        var (low, high) = (answer.ReturnsLow, answer.ReturnsHigh);
        Expect(
            double.IsFinite(low) && double.IsFinite(high) && low < high, "Start", "returns_low", $"must be below returns_high, {Write(high)}, and is {Write(low)}");
        Expect(answer.Name.Length <= MaxNameLength, "Start", "name", $"must have at most {MaxNameLength} characters, and has {answer.Name.Length}");
        Expect(answer.StartText.Length <= MaxTextLength, "Start", "start_text", $"must have at most {MaxTextLength} characters, and has {answer.StartText.Length}");
        Expect(answer.Context.Length <= MaxContextBytes, "Start", "context", $"must have at most {MaxContextBytes} bytes, and has {answer.Context.Length}");
        Expect(
            answer.Rollouts.Count > 0 && answer.Rollouts.All(Policies.Contains), "Start", "rollouts", $"must name at least one of {string.Join(", ", Policies)}, and no other");
        Expect(answer.Start is not null, "Start", "start", "is missing");
        (_players, _range) = (answer.Players, new(low, high));
        Check(answer.Start!, "Start", "start");
    }

    /// <summary>Checks the positions that moves lead to.</summary>
    public void Check(StepResponse answer, int moves)
    {
        ExpectCount("Step", "positions", answer.Positions.Count, moves);
        for (var i = 0; i < moves; i++)
            Check(answer.Positions[i], "Step", $"positions[{i}]");
    }

    /// <summary>Checks the choices of states.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="areChance">Whether chance moves in each of the states.</param>
    public void Check(ExpandResponse answer, IReadOnlyList<bool> areChance)
    {
        ExpectCount("Expand", "states", answer.States.Count, areChance.Count);
        for (var i = 0; i < areChance.Count; i++)
            Check(answer.States[i], $"states[{i}].choices", areChance[i]);
    }

    /// <summary>Checks the values of states.</summary>
    public void Check(RolloutResponse answer, int starts)
    {
        ExpectCount("Rollout", "values", answer.Values.Count, starts);
        for (var i = 0; i < starts; i++)
            CheckReturns(answer.Values[i].Returns, "Rollout", $"values[{i}].returns");
    }

    /// <summary>Returns in the simulator's units, which were checked, as the search has them.</summary>
    public double[] Scale(IEnumerable<double> returns) => [.. returns.Select(_range.Scale)];

    private void Check(Position position, string method, string field)
    {
        Expect(position.State.Length <= MaxStateBytes, method, $"{field}.state", $"must have at most {MaxStateBytes} bytes, and has {position.State.Length}");
        if (position.Terminal)
        {
            CheckReturns(position.Returns, method, $"{field}.returns");
            return;
        }

        Expect(position.Returns.Count == 0, method, $"{field}.returns", "must be empty where play has not ended");
        Expect(
            position.Mover >= Movers.Chance && position.Mover < _players,
            method, $"{field}.mover", $"must be a player from 0 to {_players - 1}, or -1 for chance, and is {position.Mover}");
    }

    private void Check(Choices answer, string field, bool isChance)
    {
        var choices = answer.Choices_;
        Expect(choices.Count is >= 1 and <= MaxChoices, "Expand", field, $"must hold 1 to {MaxChoices} where play has not ended, and holds {choices.Count}");
        var sum = 0.0;
        var labels = new HashSet<string>(choices.Count);
        for (var i = 0; i < choices.Count; i++)
        {
            var (label, weight) = (choices[i].Label, choices[i].Weight);
            Expect(label.Length is >= 1 and <= MaxNameLength, "Expand", $"{field}[{i}].label", $"must have 1 to {MaxNameLength} characters, and has {label.Length}");
            Expect(labels.Add(label), "Expand", $"{field}[{i}].label", $"must be unique in its state, and \"{label}\" stands there twice");
            Expect(double.IsFinite(weight) && weight >= 0, "Expand", $"{field}[{i}].weight", $"must be a number of at least 0, and is {Write(weight)}");
            sum += weight;
        }

        if (isChance)
            Expect(Math.Abs(sum - 1) <= Tolerance, "Expand", field, $"must have probabilities that add up to 1, and they add up to {Write(sum)}");
    }

    private void CheckReturns(RepeatedField<double> returns, string method, string field)
    {
        Expect(returns.Count == _players, method, field, $"must hold a return for each of the {_players} players, and holds {returns.Count}");
        for (var player = 0; player < returns.Count; player++)
        {
            var value = returns[player];
            Expect(
                value >= _range.Lowest && value <= _range.Highest,
                method, $"{field}[{player}]", $"must be from {Write(_range.Lowest)} to {Write(_range.Highest)}, the bounds that Start gave, and is {Write(value)}");
        }
    }

    private void ExpectCount(string method, string field, int count, int expected) =>
        Expect(count == expected, method, field, $"must hold {expected}, one for each that was asked for, and holds {count}");

    private void Expect(bool holds, string method, string field, string rule)
    {
        if (!holds)
            throw new MctsException($"The simulator {simulator} broke its contract in {method}: {field} {rule}.");
    }

    private static string Write(double value) => value.ToString(CultureInfo.InvariantCulture);
}
