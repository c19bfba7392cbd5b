using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>What a sentence says on a question, as far as it can be held against what another says.</summary>
internal sealed class Claim
{
    private static readonly HashSet<string> ClauseOpeners = new(StringComparer.Ordinal) { "but", "although", "though", "whereas", "while", "unless", "except", "however", "if" };

    private readonly Token[] _tokens;

    /// <summary>Reads a sentence.</summary>
    /// <param name="question">The question.</param>
    /// <param name="candidate">The sentence.</param>
    public Claim(Question question, Candidate candidate)
    {
        _tokens = candidate.Passage.Tokens[candidate.Sentence.FirstToken..candidate.Sentence.LastToken];
        var asked = Moment.Read(question.Tokens);
        Moments = [.. Moment.Read(_tokens).Where(moment => !asked.Contains(moment))];
        Quantities = Quantity.Read(question, candidate.Passage.Text, _tokens);
        Names = ReadNames(question, candidate);
        Answering = NameThatActs(question);
        Clause = MainClause(question, candidate);
    }

    /// <summary>The points in time that it names and the question doesn't.</summary>
    public IReadOnlyList<Moment> Moments { get; }

    /// <summary>The amounts that it names, in the unit that the question asks for.</summary>
    public IReadOnlyList<Quantity> Quantities { get; }

    /// <summary>The names that the question doesn't hold, each with its words.</summary>
    public IReadOnlyList<IReadOnlyList<Token>> Names { get; }

    /// <summary>The name of whoever does what the question's verb says, as far as the order of words tells it; null when it doesn't.</summary>
    public IReadOnlyList<Token>? Answering { get; }

    /// <summary>The clause that is most about the question.</summary>
    public Token[] Clause { get; }

    /// <summary>All its words.</summary>
    public ReadOnlySpan<Token> Tokens => _tokens;

    private List<IReadOnlyList<Token>> ReadNames(Question question, Candidate candidate)
    {
        var kinds = new MentionKind[_tokens.Length];
        MentionReader.Read(candidate.Passage, candidate.Sentence, kinds);
        var names = new List<IReadOnlyList<Token>>();
        var name = new List<Token>();
        for (var i = 0; i <= _tokens.Length; i++)
        {
            var belongs = i < _tokens.Length && (kinds[i] & MentionKind.Name) != 0 && _tokens[i].IsCapital;
            if (belongs && (name.Count == 0 || IsNextTo(candidate.Passage.Text, name[^1], _tokens[i])))
            {
                name.Add(_tokens[i]);
                continue;
            }

            if (name.Count > 0 && !name.TrueForAll(token => question.Stems.Contains(token.Stem)))
                names.Add([.. name]);
            name.Clear();
            if (belongs)
                name.Add(_tokens[i]);
        }

        return names;
    }

    // "… was built by Skarv", "Skarv built …"
    private IReadOnlyList<Token>? NameThatActs(Question question)
    {
        var verb = Array.FindIndex(_tokens, token => token.Stem == question.Verb);
        if (question.Type is not (AnswerType.Person or AnswerType.Thing) || question.Verb is null || verb < 0)
            return null;
        var by = Array.FindIndex(_tokens, verb, token => token.Word == "by");
        return by >= 0 && Names.FirstOrDefault(name => name[0].Start > _tokens[by].Start) is { } agent
            ? agent
            : Names.FirstOrDefault(name => name[0].Start < _tokens[verb].Start);
    }

    private static bool IsNextTo(string text, Token first, Token second) => text.AsSpan(first.End, second.Start - first.End).Trim(" .-").Length == 0;

    private Token[] MainClause(Question question, Candidate candidate)
    {
        var best = _tokens;
        var most = -1;
        for (var from = 0; from < _tokens.Length;)
        {
            var to = from + 1;
            while (to < _tokens.Length && !Cuts(candidate.Passage.Text, _tokens[to - 1], _tokens[to]))
                to++;
            var clause = _tokens[from..to];
            var covered = clause.Select(token => token.Stem).Distinct(StringComparer.Ordinal).Count(question.Stems.Contains);
            if (covered > most)
                (best, most) = (clause, covered);
            from = to;
        }

        return best;
    }

    private static bool Cuts(string text, Token before, Token next) =>
        ClauseOpeners.Contains(next.Word) || text.AsSpan(before.End, next.Start - before.End).ContainsAny(",;:(");
}
