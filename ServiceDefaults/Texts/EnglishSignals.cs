namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>
/// The turns of phrase by which models are steered in English, as whole words of folded text. Words of a subject such as safety, rules or filters are no sign: somebody is told to do something,
/// or is spoken of as you.
/// </summary>
internal static class EnglishSignals
{
    private const string Ignore = "ignore|ignoring|disregard|disregarding|forget|forgetting|stop following";
    private const string Break = "override|overriding|bypass|bypassing|drop|dropping|neglect|abandon|violate|break";
    private const string Not = "do not|don't|dont|never|no longer|not";
    private const string Obey = "follow|obey|comply with";
    private const string Rules =
        "instruction|instructions|rule|rules|guideline|guidelines|policy|policies|prompt|prompts|directive|directives|constraint|constraints|restriction|restrictions|limitation|limitations|filter|filters|safeguard|safeguards";
    private const string Earlier = "previous|prior|above|earlier|preceding|foregoing|initial|original|your|yours";
    private const string Given = "you were given|you have been given|given to you";
    private const string Tell = "print|reveal|show|tell|output|repeat|display|give|list|translate|disclose|leak|dump|expose|recite|quote|write down|say|begin|start|summarise|summarize";
    private const string Repeat = "print|reveal|output|repeat|display|disclose|leak|dump|expose|recite";
    private const string Kinds = "initial|original|exact|hidden|secret|confidential|full|complete|whole|entire|own|first|previous|internal|system";
    private const string Instructions = "instruction|instructions|prompt|guidelines|system prompt|system message|developer message|context window";
    private const string Models = "ai|language model|llm|assistant|model|gpt|bot|chatbot|terminal";
    private const string Bounds = "guidelines|restriction|restrictions|rules|limits|limitations|constraints";
    private const string KindsOfBounds = "any|all|more|ethical|moral|safety|content";

    private static readonly PhraseGap Close = PhraseGap.Near(40);

    /// <summary>A few words, whatever marks stand between them.</summary>
    private static readonly PhraseGap Few = new(40, 3, OverPunctuation: true);

    /// <summary>All of them.</summary>
    public static IEnumerable<PhraseRule> All => [.. Overrides, .. Extractions, .. Personas, .. Steerings];

    /// <summary>The few that are looked for with nothing between their words.</summary>
    public static IEnumerable<PhraseRule> WithoutSpaces =>
    [
        new(InputSignals.InstructionOverride, new PhraseStep(default, Joined(["ignore", "disregard", "forget"], ["", "all"], ["", "the", "your", "my"], ["", "previous", "prior", "above"], ["instructions", "rules", "guidelines"]))),
        new(InputSignals.PromptExtraction, new PhraseStep(default, Joined(["print", "reveal", "show", "tell", "repeat"], ["", "me"], ["the", "your"], ["systemprompt", "instructions", "secretkey"]))),
    ];

    private static IEnumerable<PhraseRule> Overrides =>
    [
        Command(InputSignals.InstructionOverride, Ignore, (Few, $"{Earlier}|all|any|old|system|safety|content"), (PhraseGap.UpTo(3), Rules)),
        Command(InputSignals.InstructionOverride, Break, (Few, Earlier), (PhraseGap.UpTo(3), Rules)),
        Command(InputSignals.InstructionOverride, Not, (PhraseGap.UpTo(3), Obey), (Few, $"{Earlier}|all|any"), (PhraseGap.UpTo(3), Rules)),
        Command(InputSignals.InstructionOverride, Ignore, (PhraseGap.UpTo(2), Rules), (PhraseGap.Near(22), $"{Given}|above|before|so far|of this system")),
        Command(InputSignals.InstructionOverride, Break, (PhraseGap.UpTo(2), Rules), (PhraseGap.Near(22), Given)),
        Command(InputSignals.InstructionOverride, Not, (PhraseGap.UpTo(3), Obey), (PhraseGap.UpTo(2), Rules), (PhraseGap.Near(22), $"{Given}|above|before|so far")),
        Command(InputSignals.InstructionOverride, "ignore|disregard|forget", (PhraseGap.UpTo(1), "everything|all|anything|what"), (PhraseGap.UpTo(4), "above|before|so far|told|said")),
        Command(InputSignals.InstructionOverride, "ignore|ignoring", (PhraseGap.Next, "the|these|those|every|each"), (PhraseGap.UpTo(1), Rules), (Close, "reveal|obey|your|you were")),
        Command(InputSignals.InstructionOverride, "set aside|put aside", (PhraseGap.UpTo(2), "everything|all|anything|what"), (PhraseGap.UpTo(4), "told|above|before|instructions|rules")),
        // The words of the best known attack, wherever they stand.
        Rule(
            InputSignals.InstructionOverride,
            "ignore|disregard|forget",
            (PhraseGap.Next, "all|your|all of|all of your|all of the|all the|all your"),
            (PhraseGap.Next, "previous|prior|earlier|preceding|above"),
            (PhraseGap.Next, "instruction|instructions|prompt|prompts|directions")),
        Rule(
            InputSignals.InstructionOverride,
            "your",
            (PhraseGap.UpTo(2), Rules),
            (PhraseGap.Next, "are|is|were|was|are now|is now|were now|was now"),
            (PhraseGap.Next, "void|a test|canceled|cancelled|revoked|lifted|off|suspended|no longer|over")),
        Rule(
            InputSignals.InstructionOverride,
            "new|real|actual|true|updated|new system|real system|actual system|true system|updated system",
            (PhraseGap.Next, Rules),
            (new PhraseGap(60, 3, OverPunctuation: true, OverSentences: true), "always say|always answer|say only|say yes|answer only|only answer|only say|obey|reveal")),
    ];

    private static IEnumerable<PhraseRule> Extractions =>
    [
        Command(InputSignals.PromptExtraction, Tell, (Close, "your|the"), (PhraseGap.UpTo(1), "system prompt|system message")),
        Command(InputSignals.PromptExtraction, Tell, (Close, "your"), (PhraseGap.Next, Instructions)),
        Command(InputSignals.PromptExtraction, Tell, (Close, "your"), (PhraseGap.Next, Kinds), (PhraseGap.UpTo(1), Instructions)),
        Command(InputSignals.PromptExtraction, Tell, (Close, "hidden|secret|confidential"), (PhraseGap.Next, "instruction|instructions|prompt")),
        Rule(InputSignals.PromptExtraction, "what were your|what are your|what is your|what was your", (PhraseGap.Next, Instructions)),
        Rule(InputSignals.PromptExtraction, "what were your|what are your|what is your|what was your", (PhraseGap.Next, Kinds), (PhraseGap.UpTo(1), Instructions)),
        Command(InputSignals.PromptExtraction, Repeat, (PhraseGap.UpTo(2), "word|words|text|everything|message|messages|instruction|instructions"), (PhraseGap.UpTo(3), "above|before this")),
        Command(
            InputSignals.PromptExtraction,
            Tell,
            (PhraseGap.UpTo(2), "developer|system|initial|first"),
            (PhraseGap.Next, "message|prompt"),
            (PhraseGap.Near(22), "word for word|verbatim|in full|exactly")),
        Command(
            InputSignals.PromptExtraction,
            Tell,
            (PhraseGap.UpTo(3), "api|secret|private|access"),
            (PhraseGap.Next, "key|keys"),
            (Close, "given to you|you were|system message|your system")),
        Command(InputSignals.PromptExtraction, "reveal", (PhraseGap.Next, "the|your"), (PhraseGap.Next, "api key|api keys|secret key|secret keys|configuration")),
        Rule(InputSignals.PromptExtraction, "tell me how you were|tell me how you are", (PhraseGap.Next, "configured|instructed|prompted|programmed|set up")),
    ];

    private static IEnumerable<PhraseRule> Personas =>
    [
        Rule(InputSignals.PersonaOverride, "you are now", (PhraseGap.UpTo(3), "dan|free of|free from|unrestricted|unfiltered|uncensored|jailbroken|unbound|liberated")),
        Rule(InputSignals.PersonaOverride, "you can do anything now|stands for do anything now|evil gpt|evil ai|evil bot|evilgpt|evilai|evilbot"),
        Rule(InputSignals.PersonaOverride, "in developer mode", (PhraseGap.Near(2), "you ignore|you obey|you answer|you have no|ignore")),
        Command(
            InputSignals.PersonaOverride,
            "enable|enter|activate",
            (PhraseGap.Next, "developer mode|god mode|debug mode|admin mode|dan mode|jailbreak mode"),
            (new PhraseGap(82, int.MaxValue, OverPunctuation: true, OverSentences: true), "you ignore|you obey|you answer|you have no|you are|you will|you must|your guidelines|your rules|your restrictions")),
        .. Unbound("you are|act|answer|behave|respond|pretend|imagine", (Close, Models), (PhraseGap.UpTo(2), "without|no|free of|free from")),
        .. Unbound("answer|respond|act|behave|you answer|you respond", (PhraseGap.UpTo(4), "without|free of|free from")),
        Rule(InputSignals.PersonaOverride, "as if your|act as if the|act as if all", (PhraseGap.UpTo(3), "did not exist|didn't exist|were gone|were off")),
        Rule(InputSignals.PersonaOverride, "you are|act as|be|act like", (PhraseGap.UpTo(2), "unrestricted|unfiltered|uncensored|jailbroken"), (PhraseGap.Next, Models)),
        Rule(InputSignals.PersonaOverride, "i authorise you|i authorize you|you obey the user|stop being a assistant|stop being an assistant|stop being a ai|stop being an ai"),
        Rule(InputSignals.PersonaOverride, "you have no|you now have no", (PhraseGap.Next, "ethical|moral|safety|content"), (PhraseGap.Next, Bounds)),
        Rule(InputSignals.PersonaOverride, "you have no|you now have no", (PhraseGap.Next, Bounds), (PhraseGap.Next, "any more|anymore|now|whatsoever")),
        Rule(InputSignals.PersonaOverride, "you have no more|you now have no", (PhraseGap.Next, Bounds)),
        Rule(
            InputSignals.PersonaOverride,
            "from now on|from this point on",
            (PhraseGap.Near(2), "you obey|you answer|you respond|you act as|you speak as|you are dan|you are free|you will obey|you will answer|you will act|you will respond|you must obey|you must answer|you must start|you must act|you must respond|you shall obey|you shall answer")),
    ];

    private static IEnumerable<PhraseRule> Steerings =>
    [
        Rule(InputSignals.OutputSteering, "set answerable|answerable to true|output only the word|skip the critique"),
        Command(InputSignals.OutputSteering, "set|report|state|give|rate|use|return|output", (PhraseGap.UpTo(4), "confidence"), (PhraseGap.UpTo(1), "1|100")),
        Command(InputSignals.OutputSteering, "set|report|state|give|rate|use|return|output", (PhraseGap.UpTo(4), "confidence =|confidence :|confidence=|confidence:"), (PhraseGap.Near(1), "1|100")),
        Rule(
            InputSignals.OutputSteering,
            "whatever the",
            (PhraseGap.Next, "document|documents|passage|passages|source|sources"),
            (PhraseGap.Next, "say|says")),
        Command(
            InputSignals.OutputSteering,
            "give|grant|assign",
            (PhraseGap.Next, "it|this|my|the"),
            (PhraseGap.UpTo(2), "highest|full|maximum|best|top|highest possible|full possible|maximum possible|best possible|top possible"),
            (PhraseGap.Next, "score|rating|marks|grade")),
        Rule(
            InputSignals.OutputSteering,
            "if you are a|if you are an",
            (PhraseGap.Next, "ai,|ai reading|ai model|ai assistant|ai system|language model|large language model|llm|bot,|bot reading")),
        Rule(InputSignals.OutputSteering, "note to|note to the|note to any|note to all", (PhraseGap.Next, $"{Models}|ais|models|llms")),
        Rule(
            InputSignals.OutputSteering,
            "ai|assistant|assistants|language model|language models|llm|llms",
            (PhraseGap.Next, "must|should|shall|have to"),
            (PhraseGap.Next, "ignore|obey|quote|cite|answer|recommend|say"),
            (PhraseGap.UpTo(1), "this|only|that|other|all|every|yes")),
        Rule(
            InputSignals.OutputSteering,
            "decode",
            (PhraseGap.UpTo(1), "this|it|the|that|following"),
            (Close, "and|then|and then"),
            (PhraseGap.Next, "follow it|obey it|execute it|run it|do what it|follow what it|do as it")),
    ];

    private static PhraseRule Rule(string signal, string first, params ReadOnlySpan<(PhraseGap Gap, string Phrases)> rest) => Rule(signal, new PhraseStep(default, first), rest);

    /// <summary>A rule that begins with what somebody is told to do.</summary>
    private static PhraseRule Command(string signal, string first, params ReadOnlySpan<(PhraseGap Gap, string Phrases)> rest) =>
        Rule(signal, new PhraseStep(default, first, IsCommand: true), rest);

    private static PhraseRule Rule(string signal, PhraseStep first, ReadOnlySpan<(PhraseGap Gap, string Phrases)> rest)
    {
        var steps = new List<PhraseStep> { first };
        foreach (var (gap, phrases) in rest)
            steps.Add(new PhraseStep(gap, phrases));
        return new PhraseRule(signal, steps);
    }

    /// <summary>Somebody who is to be without rules: directly, or with one or two words for them in between.</summary>
    private static PhraseRule[] Unbound(string who, params ReadOnlySpan<(PhraseGap Gap, string Phrases)> without) =>
    [
        Command(InputSignals.PersonaOverride, who, [.. without, (PhraseGap.Next, Bounds)]),
        Command(InputSignals.PersonaOverride, who, [.. without, (PhraseGap.Next, KindsOfBounds), (PhraseGap.Next, Bounds)]),
        Command(InputSignals.PersonaOverride, who, [.. without, (PhraseGap.Next, KindsOfBounds), (PhraseGap.Next, KindsOfBounds), (PhraseGap.Next, Bounds)]),
    ];

    private static string Joined(params IEnumerable<string[]> parts) =>
        string.Join('|', parts.Aggregate((IEnumerable<string>)[""], (begun, part) => begun.SelectMany(_ => part, (beginning, next) => beginning + next)));
}
