using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Measures whether a sentence holds the kind of thing that the question asks for.</summary>
internal static class AnswerFeatures
{
    private const double Reach = 12;
    private const int AgentReach = 8;
    private const double WeakCue = 0.3;
    private const double OtherwiseFits = 0.6;

    private static readonly HashSet<string> ReasonCues = new(StringComparer.Ordinal)
    {
        "because", "due", "therefore", "thus", "hence", "reason", "reasons", "cause", "caused", "causes", "result", "resulted", "led", "order", "prevents", "prevent",
        "avoid", "ensure", "purpose", "otherwise", "owing", "why", "motivated", "prompted", "forced",
    };

    // These give a reason at times, and say something else as often.
    private static readonly HashSet<string> WeakReasonCues = new(StringComparer.Ordinal)
    {
        "since", "as", "so", "for", "to", "protect", "allow", "allows", "means", "making", "wanted", "needed", "hoped", "fear", "feared",
    };

    private static readonly HashSet<string> MannerCues = new(StringComparer.Ordinal)
    {
        "by", "through", "using", "with", "via", "means", "method", "when", "until", "then", "first",
    };

    private static readonly HashSet<string> Prepositions = new(StringComparer.Ordinal)
    {
        "of", "for", "from", "to", "with", "by", "in", "on", "at", "as", "about", "against", "into", "after", "over", "through", "out", "up", "off", "down",
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
        c[Feature.VerbPhrase] = HasVerbPhrase(question, tokens) ? 1 : 0;
        c[Feature.ReasonCue] = question.Type == AnswerType.Reason ? Reason(question, tokens) : 0;
        c[Feature.MannerCue] = question.Type == AnswerType.Manner && HasNew(question, tokens, MannerCues) ? 1 : 0;
        c[Feature.ListCue] = question.Type is AnswerType.List or AnswerType.Statement ? Enumeration(c) : 0;
        c[Feature.ListFits] = c.Sentence.Kind == SentenceKind.List && AsksForSeveral(question) ? question.Type == AnswerType.List ? 1 : OtherwiseFits : 0;
        c[Feature.Defined] = question.IsDefinition && Defines(scene, tokens) ? 1 : 0;
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
            var isFrequency = wanted == MentionKind.Number && (scene.Question.Unit & UnitKind.Frequency) != 0 && Amounts.IsFrequency(tokens, i);
            if (!isFrequency && ((kinds[i] & wanted) == 0 || scene.Matcher.Of(tokens[i].Stem).Length > 0))
                continue;
            if (wanted == MentionKind.Number && !isFrequency && !Amounts.HasUnit(scene.Question.Unit, c.Passage.Text, tokens, i))
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

    // "… made of?", "… used for?": the question's verb with the preposition that it ends with.
    private static bool HasVerbPhrase(Question question, ReadOnlySpan<Token> tokens)
    {
        var asked = question.Tokens;
        if (asked.Length < 3 || !Prepositions.Contains(asked[^1].Word) || asked[^2].IsStop || asked[^2].IsCapital)
            return false;
        for (var i = 0; i + 1 < tokens.Length; i++)
        {
            if (tokens[i + 1].Word == asked[^1].Word && tokens[i].Stem == asked[^2].Stem)
                return true;
        }

        return false;
    }

    private static double Reason(Question question, ReadOnlySpan<Token> tokens)
    {
        if (HasNew(question, tokens, ReasonCues))
            return 1;
        for (var i = 0; i + 1 < tokens.Length; i++)
        {
            // "so that", and "since" where no time follows.
            if ((tokens[i].Word == "so" && tokens[i + 1].Word == "that") || (tokens[i].Word == "since" && !tokens[i + 1].IsNumber && !tokens[i + 1].IsCapital))
                return 1;
        }

        return HasNew(question, tokens, WeakReasonCues) ? WeakCue : 0;
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
