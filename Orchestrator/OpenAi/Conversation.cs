using System.Text;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>A list of messages as the agents understand it: a question, and the turns before it.</summary>
/// <param name="Query">The question: the last message.</param>
/// <param name="QueryField">Where it stands in the request.</param>
/// <param name="History">The last turns before it, oldest first; null: the request holds none.</param>
/// <param name="NotUsed">The messages that say nothing to agents, by their place in the request; null: there are none.</param>
internal sealed record Conversation(string Query, string QueryField, IReadOnlyList<ConversationTurn>? History, IReadOnlyList<string>? NotUsed)
{
    /// <summary>Reads the messages of a request.</summary>
    /// <remarks>
    /// A message of the user opens a turn, and what the assistant says until the next one is its answer. What the assistant says first answers nothing. Agents work by fixed rules on
    /// the documents, so that messages of the system have no effect on them.
    /// </remarks>
    /// <exception cref="ValidationException">The last message is no question.</exception>
    public static Conversation Of(IReadOnlyList<ChatLine> lines, OrchestratorOptions options)
    {
        var notUsed = new List<string>();
        var turns = new List<(string Query, StringBuilder Response)>();
        var last = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Role == ChatRoles.User)
                turns.Add((lines[last = i].Text, new StringBuilder()));
            else if (lines[i].Role == ChatRoles.Assistant && turns.Count > 0)
                turns[^1].Response.Append(turns[^1].Response.Length > 0 ? "\n" : "").Append(lines[i].Text);
            else
                notUsed.Add(Place(i));
        }

        if (last < 0 || turns[^1].Response.Length > 0 || lines.Skip(last).Any(line => line.Role == ChatRoles.Assistant))
            throw new ValidationException(Place(lines.Count - 1), "must be of the role user: the last message is the question");

        var most = options.HistoryTextCharacters;
        var history = turns.SkipLast(1)
            .TakeLast(options.HistoryTurns)
            .Select(turn => new ConversationTurn { Query = TurnText.Cut(turn.Query, most), Response = TurnText.Cut(turn.Response.ToString(), most) })
            .ToList();
        return new Conversation(turns[^1].Query, $"{Place(last)}.content", turns.Count > 1 ? history : null, notUsed.Count > 0 ? notUsed : null);
    }

    private static string Place(int index) => FormattableString.Invariant($"messages[{index}]");
}
