using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Measures whether a sentence holds the kind of thing that the question asks for.</summary>
internal static class AnswerFeatures
{
    private const double Reach = 12;
    private const int AgentReach = 8;

    private static readonly HashSet<string> ReasonCues = new(StringComparer.Ordinal)
    {
        "because", "since", "due", "therefore", "thus", "hence", "reason", "cause", "caused", "so", "result", "resulted", "led", "order", "prevents", "prevent",
        "avoid", "ensure", "protect", "purpose", "allow", "allows", "means", "making", "for", "otherwise", "owing",
    };

    private static readonly HashSet<string> MannerCues = new(StringComparer.Ordinal)
    {
        "by", "through", "using", "with", "via", "means", "method", "when", "until", "then", "first",
    };

    private static readonly HashSet<string> Copulas = new(StringComparer.Ordinal)
    {
        "is", "are", "was", "were", "means", "refers", "denotes", "describes", "called", "known",
    };

    /// <summary>Sets the features of the answer's kind.</summary>
    /// <param name="scene">The question and the passages.</param>
    /// <param name="c">The sentence.</param>
    /// <param name="tokens">Its words.</param>
    public static void Measure(Scene scene, Candidate c, ReadOnlySpan<Token> tokens)
    {
        var question = scene.Question;
        var wanted = question.Type switch
        {
            AnswerType.Person => MentionKind.Name,
            AnswerType.Time => MentionKind.Time,
            AnswerType.Number => MentionKind.Number,
            AnswerType.Place => MentionKind.Place,
            AnswerType.Thing => MentionKind.Name,
            _ => MentionKind.None,
        };
        if (wanted != MentionKind.None)
            Mentions(scene, c, tokens, wanted);
        Head(question, c, tokens);
        Verb(scene, c);
        c[Feature.ReasonCue] = question.Type == AnswerType.Reason && HasNew(question, tokens, ReasonCues) ? 1 : 0;
        c[Feature.MannerCue] = question.Type == AnswerType.Manner && HasNew(question, tokens, MannerCues) ? 1 : 0;
        c[Feature.ListCue] = question.Type is AnswerType.List or AnswerType.Statement ? Enumeration(c) : 0;
        c[Feature.ListFits] = c.Sentence.Kind == SentenceKind.List && AsksForSeveral(question) ? 1 : 0;
        c[Feature.Definition] = question.Type == AnswerType.Thing && Defines(scene, tokens) ? 1 : 0;
    }

    private static void Mentions(Scene scene, Candidate c, ReadOnlySpan<Token> tokens, MentionKind wanted)
    {
        Span<MentionKind> kinds = tokens.Length <= 256 ? stackalloc MentionKind[tokens.Length] : new MentionKind[tokens.Length];
        MentionReader.Read(c.Passage, c.Sentence, kinds);
        var found = false;
        var near = 0.0;
        for (var i = 0; i < tokens.Length; i++)
        {
            if ((kinds[i] & wanted) == 0 || scene.Matcher.Of(tokens[i].Stem).Length > 0)
                continue;
            if (wanted == MentionKind.Number && !HasUnit(scene.Question.Unit, c, tokens, i))
                continue;
            found = true;
            if (wanted == MentionKind.Name && ActsOnVerb(scene, tokens, i))
                c[Feature.Agent] = 1;
            near = Math.Max(near, Closeness(scene, tokens, i));
        }

        c[Feature.MentionNear] = near;
        var feature = scene.Question.Type switch
        {
            AnswerType.Person => Feature.PersonFound,
            AnswerType.Time => Feature.TimeFound,
            AnswerType.Number => Feature.NumberFound,
            AnswerType.Place => Feature.PlaceFound,
            _ => Feature.NameFound,
        };
        c[feature] = found ? 1 : 0;
    }

    // "Lindqvist built …" and "… built by Lindqvist": the name stands before the question's verb, or after "by".
    private static bool ActsOnVerb(Scene scene, ReadOnlySpan<Token> tokens, int at)
    {
        if (scene.Question.Type != AnswerType.Person || scene.VerbTerm < 0)
            return false;
        for (var i = Math.Max(0, at - AgentReach); i <= Math.Min(tokens.Length - 1, at + AgentReach); i++)
        {
            if (!IsVerb(scene, tokens[i].Stem))
                continue;
            if (i > at)
                return true;
            for (var j = i + 1; j < at; j++)
            {
                if (tokens[j].Word == "by")
                    return true;
            }
        }

        return false;
    }

    private static bool IsVerb(Scene scene, string stem)
    {
        foreach (var match in scene.Matcher.Of(stem))
        {
            if (match.Term == scene.VerbTerm)
                return true;
        }

        return false;
    }

    // Whether the number at a place comes in a unit that the question asks for: "240 metres", "€ 3", "45 %", "every two hours".
    private static bool HasUnit(UnitKind unit, Candidate c, ReadOnlySpan<Token> tokens, int at)
    {
        if (unit == UnitKind.Any)
            return true;
        for (var i = at; i < tokens.Length && i <= at + 3; i++)
        {
            if ((Units.Of(tokens[i].Stem) & unit) != 0 || (Units.Of(tokens[i].Word) & unit) != 0)
                return true;
        }

        if (at > 0 && (Units.Of(tokens[at - 1].Word) & unit) != 0)
            return true;
        var text = c.Passage.Text;
        var before = tokens[at].Start - 1;
        if (before >= 0 && text[before] == ' ')
            before--;
        if ((unit & UnitKind.Money) != 0 && before >= 0 && text[before] is '$' or '€' or '£' or '¥')
            return true;
        var after = tokens[at].End;
        return after < text.Length && (((unit & UnitKind.Share) != 0 && text[after] == '%') || ((unit & UnitKind.Temperature) != 0 && text[after] == '°'));
    }

    // The weight of the question's words around a word, less for those farther away.
    private static double Closeness(Scene scene, ReadOnlySpan<Token> tokens, int at)
    {
        Span<double> best = scene.Question.Terms.Length <= 128 ? stackalloc double[scene.Question.Terms.Length] : new double[scene.Question.Terms.Length];
        best.Clear();
        var from = Math.Max(0, at - (int)Reach);
        var to = Math.Min(tokens.Length - 1, at + (int)Reach);
        for (var i = from; i <= to; i++)
        {
            foreach (var match in scene.Matcher.Of(tokens[i].Stem))
                best[match.Term] = Math.Max(best[match.Term], match.Strength * (1 - (Math.Abs(i - at) / (Reach + 1))));
        }

        return scene.Coverage(best);
    }

    private static void Head(Question question, Candidate c, ReadOnlySpan<Token> tokens)
    {
        if (question.Head is null)
            return;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Stem != question.Head)
                continue;
            c[Feature.Head] = 1;
            if (question.Type == AnswerType.Number && ((i > 0 && tokens[i - 1].IsNumber) || (i > 1 && tokens[i - 2].IsNumber)))
                c[Feature.CountedHead] = 1;
        }
    }

    private static void Verb(Scene scene, Candidate c)
    {
        if (scene.VerbTerm < 0)
            return;
        c[Feature.Verb] = c.Matches[scene.VerbTerm];
        c[Feature.VerbMissing] = c.Matches[scene.VerbTerm] <= 0 ? 1 : 0;
    }

    private static bool HasNew(Question question, ReadOnlySpan<Token> tokens, HashSet<string> cues)
    {
        foreach (var token in tokens)
        {
            if (cues.Contains(token.Word) && !question.Stems.Contains(token.Stem))
                return true;
        }

        return false;
    }

    private static double Enumeration(Candidate c)
    {
        var commas = 0;
        for (var i = c.Sentence.Start; i < c.Sentence.End; i++)
        {
            if (c.Passage.Text[i] is ',' or ';' or '\n')
                commas++;
        }

        return Math.Min(1, commas / 4.0);
    }

    private static bool AsksForSeveral(Question question) =>
        question.Type is AnswerType.List or AnswerType.Statement or AnswerType.Manner
        || (question.Type is AnswerType.Thing && Array.Exists(question.Tokens, token => token.Word is "are" or "were" or "went" || (token.Stem == question.Head && token.Word.EndsWith('s'))));

    // "X is …" where X is what the question asks about.
    private static bool Defines(Scene scene, ReadOnlySpan<Token> tokens)
    {
        var seen = false;
        for (var i = 0; i < tokens.Length && i < 8; i++)
        {
            if (Copulas.Contains(tokens[i].Word))
                return seen;
            if (scene.Matcher.Of(tokens[i].Stem).Length > 0)
                seen = true;
            else if (!tokens[i].IsStop && !seen)
                return false;
        }

        return false;
    }
}
