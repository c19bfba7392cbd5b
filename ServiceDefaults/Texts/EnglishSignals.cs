namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>The turns of phrase by which models are steered in English, as whole words of folded text.</summary>
internal static class EnglishSignals
{
    private const string Ignore = "ignore|ignores|ignoring|disregard|disregarding|forget|forgetting|override|overriding|bypass|bypassing|drop|dropping|neglect|abandon|violate|break|stop following";
    private const string Not = "do not|don't|dont|never|no longer|not";
    private const string Obey = "follow|obey|comply with";
    private const string Rules =
        "instruction|instructions|rule|rules|guideline|guidelines|policy|policies|prompt|prompts|directive|directives|constraint|constraints|restriction|restrictions|limitation|limitations|filter|filters|safeguard|safeguards";
    private const string Theirs = "all|any|previous|prior|above|earlier|preceding|foregoing|your|yours|initial|original|system|safety|content|old";
    private const string Tell = "print|reveal|show|tell|output|repeat|display|give|list|translate|disclose|leak|dump|expose|recite|quote|write down|say|begin|start|summarise|summarize";
    private const string Models = "ai|language model|llm|assistant|model";

    private static readonly PhraseGap Close = PhraseGap.Near(62);

    /// <summary>All of them.</summary>
    public static IEnumerable<PhraseRule> All =>
    [
        .. NotObeying(InputSignals.InstructionOverride, (Close, Theirs), (PhraseGap.UpTo(3), Rules)),
        .. NotObeying(InputSignals.InstructionOverride, (PhraseGap.UpTo(2), Rules), (PhraseGap.Near(22), "you were given|you have been given|above|before|so far|given to you|of this system")),
        Rule(InputSignals.InstructionOverride, "ignore|disregard|forget", (PhraseGap.UpTo(1), "everything|all|anything|what"), (PhraseGap.UpTo(4), "above|before|so far|told|said")),
        Rule(
            InputSignals.InstructionOverride,
            "your|previous|prior|earlier|old",
            (PhraseGap.UpTo(2), Rules),
            (PhraseGap.Next, "are|is|were|was|are now|is now|were now|was now"),
            (PhraseGap.Next, "void|a test|canceled|cancelled|revoked|lifted|off|suspended|no longer|over")),
        Rule(
            InputSignals.InstructionOverride,
            "new|real|actual|true|updated|new system|real system|actual system|true system|updated system",
            (PhraseGap.Next, Rules),
            (new PhraseGap(60, 3, OverPunctuation: true), "always|say|answer|obey|follow|reveal|only|you|never")),
        Rule(
            InputSignals.InstructionOverride,
            "ignore|ignoring",
            (PhraseGap.Next, "the|these|those|every|each"),
            (PhraseGap.UpTo(1), Rules),
            (PhraseGap.Near(42), "reveal|obey|your|you were")),

        Rule(InputSignals.PromptExtraction, Tell, (Close, "your|the|its"), (PhraseGap.UpTo(2), "system prompt|system message")),
        Rule(InputSignals.PromptExtraction, Tell, (Close, "your|its"), (PhraseGap.UpTo(3), "instruction|instructions|prompt|guidelines|configuration|context window")),
        Rule(InputSignals.PromptExtraction, Tell, (Close, "hidden|secret|confidential"), (PhraseGap.Next, "instruction|instructions|prompt|rules")),
        Rule(InputSignals.PromptExtraction, "what were your|what are your|what is your|what was your", (PhraseGap.UpTo(3), "instruction|instructions|prompt|system message")),
        Rule(
            InputSignals.PromptExtraction,
            Tell,
            (PhraseGap.UpTo(4), "word|words|text|everything|message|messages|line|lines|instruction|instructions"),
            (PhraseGap.UpTo(3), "above|before this")),
        Rule(
            InputSignals.PromptExtraction,
            Tell,
            (PhraseGap.UpTo(2), "developer|system|initial|first"),
            (PhraseGap.Next, "message|prompt"),
            (PhraseGap.Near(22), "word for word|verbatim|in full|exactly")),
        Rule(
            InputSignals.PromptExtraction,
            Tell,
            (PhraseGap.UpTo(3), "api|secret|private|access"),
            (PhraseGap.Next, "key|keys"),
            (Close, "given to you|you were|system message|your")),
        Rule(InputSignals.PromptExtraction, "reveal the|reveal your", (PhraseGap.Next, "api key|api keys|secret key|secret keys")),
        Rule(InputSignals.PromptExtraction, "reveal the configuration"),
        Rule(InputSignals.PromptExtraction, "tell me how you were|tell me how you are", (PhraseGap.Next, "configured|instructed|prompted|programmed|set up")),

        Rule(InputSignals.PersonaOverride, "you are now", (PhraseGap.UpTo(3), "dan|free|unrestricted|unfiltered|uncensored|jailbroken|unbound|liberated|root")),
        Rule(InputSignals.PersonaOverride, "do anything now|jailbreak|jailbroken|evil gpt|evil ai|evil bot|evilgpt|evilai|evilbot"),
        Rule(InputSignals.PersonaOverride, "in developer mode", (PhraseGap.Near(2), "you|ignore|all")),
        Rule(
            InputSignals.PersonaOverride,
            "enable|enter|activate",
            (PhraseGap.Next, "developer mode|god mode|debug mode|admin mode"),
            (new PhraseGap(82, int.MaxValue, OverPunctuation: true, OverSentences: true), "you|your")),
        .. Unbound(
            "you are|act|answer|answers|behave|respond|pretend|ai|model|assistant|gpt|terminal|now on",
            "without|no|free of|free from|drop all",
            "any|all|more|ethical|moral|safety",
            "guidelines|restriction|restrictions|rules|limits|limitations|filter|filters|constraints"),
        Rule(InputSignals.PersonaOverride, "as if your|as if the|as if all", (PhraseGap.UpTo(3), "did not exist|didn't exist|were gone|were off")),
        Rule(InputSignals.PersonaOverride, "unrestricted", (PhraseGap.Next, "ai|model|assistant|terminal")),
        Rule(InputSignals.PersonaOverride, "i authorise you|i authorize you|you obey the user|stop being a assistant|stop being an assistant|stop being a ai|stop being an ai"),
        Rule(InputSignals.PersonaOverride, "you have no|you have no more", (PhraseGap.Next, "restrictions|rules|limits|limitations|guidelines")),
        Rule(InputSignals.PersonaOverride, "from now on|from this point on", (PhraseGap.Near(2), "you must|you will|you shall|you obey|you answer|you are")),

        Rule(InputSignals.OutputSteering, "set answerable|set confidence|set the confidence|output only the word|skip the critique"),
        Rule(InputSignals.OutputSteering, "confidence", (PhraseGap.Next, "of|to"), (PhraseGap.Near(1), "1|100")),
        Rule(InputSignals.OutputSteering, "confidence =|confidence :|confidence=|confidence:", (PhraseGap.Near(1), "1|100")),
        Rule(
            InputSignals.OutputSteering,
            "whatever the",
            (PhraseGap.Next, "document|documents|passage|passages|source|sources"),
            (PhraseGap.Next, "say|says")),
        Rule(
            InputSignals.OutputSteering,
            "give|grant|assign",
            (PhraseGap.Next, "it|this|my|the"),
            (PhraseGap.UpTo(2), "highest|full|maximum|best|top|highest possible|full possible|maximum possible|best possible|top possible"),
            (PhraseGap.Next, "score|rating|marks|grade")),
        Rule(InputSignals.OutputSteering, "if you are a|if you are an", (PhraseGap.Next, "ai|language model|llm|assistant|bot")),
        Rule(InputSignals.OutputSteering, "note to|note to the|note to any", (PhraseGap.Next, Models)),
        Rule(
            InputSignals.OutputSteering,
            "ai|assistant|assistants|language model|language models|llm|llms",
            (PhraseGap.Next, "must|should|shall|have to"),
            (PhraseGap.Next, "ignore|quote|cite|answer|recommend|obey|say")),
        Rule(
            InputSignals.OutputSteering,
            "decode",
            (PhraseGap.Next, "this|it|the|that"),
            (Close, "and|then"),
            (PhraseGap.Next, "do|follow|obey|execute|run"),
            (PhraseGap.Next, "it|what it")),
    ];

    /// <summary>The few that are looked for with nothing between their words.</summary>
    public static IEnumerable<PhraseRule> WithoutSpaces =>
    [
        new(InputSignals.InstructionOverride, new PhraseStep(default, Joined(["ignore", "disregard", "forget"], ["", "all"], ["", "the", "your", "my"], ["", "previous", "prior", "above"], ["instructions", "rules", "guidelines"]))),
        new(InputSignals.PromptExtraction, new PhraseStep(default, Joined(["print", "reveal", "show", "tell", "repeat"], ["", "me"], ["the", "your"], ["systemprompt", "instructions", "secretkey"]))),
    ];

    private static PhraseRule Rule(string signal, string first, params ReadOnlySpan<(PhraseGap Gap, string Phrases)> rest)
    {
        var steps = new List<PhraseStep> { new(default, first) };
        foreach (var (gap, phrases) in rest)
            steps.Add(new PhraseStep(gap, phrases));
        return new PhraseRule(signal, steps);
    }

    /// <summary>A rule that begins with leaving something out, or with not following it.</summary>
    private static PhraseRule[] NotObeying(string signal, params ReadOnlySpan<(PhraseGap Gap, string Phrases)> rest) =>
        [Rule(signal, Ignore, rest), Rule(signal, Not, [(PhraseGap.UpTo(3), Obey), .. rest])];

    /// <summary>Somebody who is to be without rules: directly, or with one or two words for them in between.</summary>
    private static PhraseRule[] Unbound(string who, string without, string kinds, string rules) =>
    [
        Rule(InputSignals.PersonaOverride, who, (Close, without), (PhraseGap.Next, rules)),
        Rule(InputSignals.PersonaOverride, who, (Close, without), (PhraseGap.Next, kinds), (PhraseGap.Next, rules)),
        Rule(InputSignals.PersonaOverride, who, (Close, without), (PhraseGap.Next, kinds), (PhraseGap.Next, kinds), (PhraseGap.Next, rules)),
    ];

    private static string Joined(params IEnumerable<string[]> parts) =>
        string.Join('|', parts.Aggregate((IEnumerable<string>)[""], (begun, part) => begun.SelectMany(_ => part, (beginning, next) => beginning + next)));
}
