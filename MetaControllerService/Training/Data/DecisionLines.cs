using System.Text.Json;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>
/// Decisions as JSON Lines, one a line; blank lines are passed over, and so are fields that aren't named here.
/// <code>
/// {"states": [state, ...], "label": "mcts"}
/// {"states": [state, ...], "utilities": {"hrm": 0.2, "trm": 0.4, "mcts": 0.9}}
/// {"states": [state, ...], "agent": "trm", "propensity": 0.5, "outcome": 0.8}
/// </code>
/// A state is an object with the fields of the contract's Features, or the ten normalised numbers. See <see cref="DecisionLine"/> for
/// what is learned from each.
/// </summary>
internal static class DecisionLines
{
    /// <summary>Lines that are read at most.</summary>
    public const int MostLines = 1_000_000;

    /// <summary>Bytes of a whole file at most.</summary>
    public const long MostBytes = 1L << 30;

    /// <summary>Characters of one line at most.</summary>
    public const int LongestLine = 1 << 20;

    /// <summary>How a line is read.</summary>
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Reads lines.</summary>
    /// <param name="stream">The lines.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TrainingException">A line is wrong, or there is none; the message names the line and the field.</exception>
    public static async Task<IReadOnlyList<TrainingExample>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var examples = new List<TrainingExample>();
        var read = 0;
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (++read > MostLines)
                throw new TrainingException($"There are more than {MostLines} decisions. Split the file.");
            examples.Add(Read(line, number));
        }

        return examples.Count > 0 ? examples : throw new TrainingException("There is no decision: a line of JSON each is expected.");
    }

    private static TrainingExample Read(string line, int number)
    {
        if (line.Length > LongestLine)
            throw new TrainingException($"line {number} has {line.Length} characters, and {LongestLine} are allowed.");
        try
        {
            using var json = JsonDocument.Parse(line, Strict);
            return DecisionLine.Read(json.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new TrainingException($"line {number} is not valid JSON: {broken.Message}", broken);
        }
        catch (TrainingException wrong)
        {
            throw new TrainingException($"line {number}: {wrong.Message}", wrong);
        }
    }
}
