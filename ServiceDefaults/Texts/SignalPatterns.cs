using System.Text.RegularExpressions;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>The turns of phrase by which models are steered, over text as <see cref="VisibleText"/> folds it. All are matched in time that grows with the text alone.</summary>
internal static class SignalPatterns
{
    private const string Ignore = @"\b(?:ignor(?:e|es|ing)|disregard(?:ing)?|forget(?:ting)?|overrid(?:e|ing)|bypass(?:ing)?|drop(?:ping)?|neglect|abandon|violate|break|stop following|(?:do not|don't|dont|never|no longer|not) (?:\w+ ){0,3}(?:follow|obey|comply with))\b";
    private const string Rules = @"(?:instructions?|rules?|guidelines?|polic(?:y|ies)|prompts?|directives?|constraints?|restrictions?|limitations?|filters?|safeguards?)\b";
    private const string Theirs = @"(?:all|any|previous|prior|above|earlier|preceding|foregoing|your|yours|initial|original|system|safety|content|old)";
    private const string Tell = @"\b(?:print|reveal|show|tell|output|repeat|display|give|list|translate|disclose|leak|dump|expose|recite|quote|write down|say|begin|start|summari[sz]e)\b";
    private const string Few = @"(?:[^.!?]{0,60}[^.!?\w])?";

    private static readonly (string Signal, Regex Pattern)[] English =
    [
        (InputSignals.InstructionOverride, Compile($@"{Ignore}{Few}[^.!?]?\b{Theirs} (?:[\w']+ ){{0,3}}{Rules}")),
        (InputSignals.InstructionOverride, Compile($@"{Ignore} (?:[\w']+ ){{0,2}}{Rules}[^.!?]{{0,20}} (?:you were given|you have been given|above|before|so far|given to you|of this system)\b")),
        (InputSignals.InstructionOverride, Compile($@"\b(?:ignore|disregard|forget) (?:\w+ )?(?:everything|all|anything|what) (?:\w+ ){{0,4}}(?:above|before|so far|told|said)\b")),
        (InputSignals.InstructionOverride, Compile($@"\b(?:your|previous|prior|earlier|old) (?:\w+ ){{0,2}}{Rules} (?:are|is|were|was) (?:now )?(?:void|a test|cancell?ed|revoked|lifted|off|suspended|no longer|over)\b")),
        (InputSignals.InstructionOverride, Compile($@"\b(?:new|real|actual|true|updated) (?:system )?{Rules}[^.!?\w]{{1,3}}(?:\w+ ){{0,3}}(?:always|say|answer|obey|follow|reveal|only|you|never)\b")),
        (InputSignals.InstructionOverride, Compile($@"\bignor(?:e|ing) (?:the|these|those|every|each) (?:\w+ )?{Rules}[^.!?]{{0,40}}\b(?:reveal|obey|your|you were)\b")),
        (InputSignals.PromptExtraction, Compile($@"{Tell}{Few}\b(?:your|the|its) (?:[\w]+ ){{0,2}}system (?:prompt|message)\b")),
        (InputSignals.PromptExtraction, Compile($@"{Tell}{Few}\b(?:your|its) (?:\w+ ){{0,3}}(?:instructions?|prompt|guidelines|configuration|context window)\b")),
        (InputSignals.PromptExtraction, Compile($@"{Tell}{Few}\b(?:hidden|secret|confidential) (?:instructions?|prompt|rules)\b")),
        (InputSignals.PromptExtraction, Compile($@"\bwhat (?:were|are|is|was) your (?:\w+ ){{0,3}}(?:instructions?|prompt|system message)\b")),
        (InputSignals.PromptExtraction, Compile($@"{Tell} (?:\w+ ){{0,4}}(?:words?|text|everything|messages?|lines?|instructions?) (?:\w+ ){{0,3}}(?:above|before this)\b")),
        (InputSignals.PromptExtraction, Compile($@"{Tell} (?:\w+ ){{0,2}}(?:developer|system|initial|first) (?:message|prompt)[^.!?]{{0,20}}\b(?:word for word|verbatim|in full|exactly)\b")),
        (InputSignals.PromptExtraction, Compile($@"{Tell} (?:\w+ ){{0,3}}(?:api|secret|private|access) keys?\b[^.!?]{{0,60}}(?:given to you|you were|system message|your)\b|\breveal (?:the|your) (?:api|secret) keys?\b|\breveal the configuration\b")),
        (InputSignals.PromptExtraction, Compile(@"\btell me how you (?:were|are) (?:configured|instructed|prompted|programmed|set up)\b")),
        (InputSignals.PersonaOverride, Compile(@"\byou are now (?:\w+ ){0,3}(?:dan|free|unrestricted|unfiltered|uncensored|jailbroken|unbound|liberated|root)\b|\bdo anything now\b|\bjailbr(?:eak|oken)\b|\bevil ?(?:gpt|ai|bot)\b")),
        (InputSignals.PersonaOverride, Compile(@"\bin developer mode,? (?:you|ignore|all)\b|\b(?:enable|enter|activate) (?:developer|god|debug|admin) mode\b[^?]{0,80}\b(?:you|your)\b")),
        (InputSignals.PersonaOverride, Compile(@"\b(?:you are|act|answers?|behave|respond|pretend|ai|model|assistant|gpt|terminal|now on)\b[^.!?]{0,60}\b(?:without|no|free of|free from|drop all) (?:any |all |more |ethical |moral |safety )*(?:guidelines|restrictions?|rules|limits|limitations|filters?|constraints)\b")),
        (InputSignals.PersonaOverride, Compile(@"\bas if (?:your|the|all) (?:\w+ ){0,3}(?:did not exist|didn't exist|were gone|were off)\b|\bunrestricted (?:ai|model|assistant|terminal)\b|\bi authori[sz]e you\b")),
        (InputSignals.PersonaOverride, Compile(@"\byou have no (?:more )?(?:restrictions|rules|limits|limitations|guidelines)\b|\bfrom (?:now|this point) on,? you (?:must|will|shall|obey|answer|are)\b|\byou obey the user\b|\bstop being an? (?:assistant|ai)\b")),
        (InputSignals.OutputSteering, Compile(@"\bset (?:answerable|confidence|the confidence)\b|\bconfidence (?:of|to|=|:) ?(?:1|100)\b|\bwhatever the (?:documents?|passages?|sources?) says?\b")),
        (InputSignals.OutputSteering, Compile(@"\b(?:give|grant|assign) (?:it|this|my|the) (?:\w+ ){0,2}(?:highest|full|maximum|best|top) (?:possible )?(?:score|rating|marks|grade)\b|\boutput only the word\b|\bskip the critique\b")),
        (InputSignals.OutputSteering, Compile(@"\bif you are an? (?:ai|language model|llm|assistant|bot)\b|\bnote to (?:the |any )?(?:ai|language model|llm|assistant|model)\b|\b(?:ai|assistants?|language models?|llms?) (?:must|should|shall|have to) (?:ignore|quote|cite|answer|recommend|obey|say)\b")),
        (InputSignals.OutputSteering, Compile(@"\bdecode (?:this|it|the|that) [^.!?]{0,60}\b(?:and|then) (?:do|follow|obey|execute|run) (?:what )?it\b")),
    ];

    private static readonly (string Signal, Regex Pattern)[] Foreign =
    [
        (InputSignals.InstructionOverride, Fold("(?:vergiss|vergesst|ignorier|missacht|umgeh|uberschreib)[a-z]* [^.!?]{0,40}(?:alle|bisherig|vorherig|vorig|obig|oben|dein|eure)[^.!?]{0,40}(?:anweisung|regel|vorgabe|richtlinie|prompt)|(?:vergiss|vergesst|ignorier|missacht|umgeh)[a-z]* (?:die|diese) (?:anweisung|regel|vorgabe|richtlinie)[a-z]* (?:oben|zuvor|davor|von vorhin)")),
        (InputSignals.InstructionOverride, Fold("(?:ignor|oubli|contourn)[a-z]* [^.!?]{0,30}(?:toutes|vos|tes|les)[^.!?]{0,20}(?:instruction|consigne|regle|directive)s?(?: (?:precedent|ci-dessus|anterieur)| et | pour repondre)|(?:oubli|ignor)[a-z]* (?:vos|tes) (?:regle|instruction|consigne)")),
        (InputSignals.InstructionOverride, Fold("(?:ignora|olvida|omite|desobedece|ignore)[a-z]* (?:[a-z]+ ){0,3}(?:tus|todas|anteriores|previas)[^.!?]{0,30}(?:instruccion|regla|politica|norma|directri)|(?:ignora|olvida|omite)[a-z]* (?:tus|sus) (?:instruccion|regla|politica|norma)")),
        (InputSignals.InstructionOverride, Fold("(?:ignora|dimentica|trascura)[a-z]* (?:[a-z]+ ){0,3}(?:tutte|tue|precedent)[^.!?]{0,30}(?:istruzion|regol|direttiv)|(?:ignor|esquec)[a-z]* (?:[a-z]+ ){0,3}(?:todas|suas|tuas|anterior)[^.!?]{0,30}(?:instruc|regra|diretriz)")),
        (InputSignals.InstructionOverride, Fold("(?:игнорируй|игнорируйте|проигнорируй|забудь|забудьте|нарушь)[^.!?]{0,30}(?:все|предыдущ|прежн|сво|тво|ваш)[^.!?]{0,30}(?:инструкц|правил|указани)")),
        (InputSignals.InstructionOverride, Fold("(?:忽略|无视|忘记|忽視|無視|忘掉)[^。!?]{0,8}(?:之前|以前|上面|先前|所有|一切|你的)[^。!?]{0,8}(?:指令|指示|规则|規則|提示)")),
        (InputSignals.InstructionOverride, Fold("(?:以前|これまで|上記|前|すべて|全て)の?[^。!?]{0,8}(?:指示|命令|ルール)[^。!?]{0,8}(?:無視|忘れ)|(?:이전|위의|앞의|모든)[^.!?]{0,8}(?:지시|명령|규칙|지침)[^.!?]{0,8}(?:무시|잊)")),
        (InputSignals.PromptExtraction, Fold("(?:zeig|gib|nenn|verrat|wiederhol|druck|ubersetz)[a-z]* [^.!?]{0,30}(?:dein|eure|geheim|versteckt|system)[^.!?]{0,20}(?:anweisung|prompt|regel|vorgabe)")),
        (InputSignals.PromptExtraction, Fold("(?:affich|revel|montr|repet|donn|traduis|ecri)[a-z]* [^.!?]{0,40}(?:prompt systeme|(?:vos|tes) (?:[a-z]+ )?(?:instruction|consigne)|(?:consigne|instruction)s? qui (?:vous|t))")),
        (InputSignals.PromptExtraction, Fold("(?:muestra|revela|imprime|repite|dime|mostra|rivela|stampa|mostre|revele)[a-z]* [^.!?]{0,30}(?:prompt d[eio][a-z]* sistema|(?:tus|sus|tue|suas) (?:[a-z]+ )?(?:instruccion|istruzion|instruc)|instrucciones ocultas)")),
        (InputSignals.PromptExtraction, Fold("(?:покажи|выведи|раскрой|повтори|напечатай)[^.!?]{0,30}(?:системн[а-я]* промпт|сво[а-я]* инструкц|скрыт[а-я]* инструкц)|(?:输出|显示|告诉我|打印|顯示)[^。!?]{0,10}(?:系统提示|提示词|系统指令|系統提示)|システムプロンプト[^。!?]{0,8}(?:表示|出力|教え)|시스템 ?프롬프트[^.!?]{0,8}(?:출력|보여|알려)")),
        (InputSignals.PersonaOverride, Fold("(?:ohne (?:jede )?einschrankung|ki ohne regeln|ia sans (?:limite|restriction|regle)|ia sin (?:restriccion|limite|regla)|ia senza (?:limit|restrizion|regol)|ia sem (?:restric|limite|regra)|ии без (?:ограничени|правил))")),
    ];

    private static readonly (string Signal, Regex Pattern)[] Together =
    [
        (InputSignals.InstructionOverride, Compile("(?:ignore|disregard|forget)(?:all)?(?:the|your|my)?(?:previous|prior|above)?(?:instructions|rules|guidelines)")),
        (InputSignals.PromptExtraction, Compile("(?:print|reveal|show|tell|repeat)(?:me)?(?:the|your)(?:systemprompt|instructions|secretkey)")),
    ];

    private static readonly Regex Role = Compile(
        @"<\|(?:im_start|im_end|system|user|assistant|start_header_id|eot_id)\|>|<<\/?SYS>>|<\/s>\s*<s>|\[INST\]\s*\w+ \w+|^\s*\[\/INST\]|(?:^|\n)\s*(?:#+\s*)?(?:system|developer|assistant)\s*:\s*\S|<\/?(?:system|developer|user)>|""role""\s*:\s*""(?:system|developer)""|(?:<<<|>>>)\s*(?:rules|question|passage|draft)|<\/?function_calls>|<invoke\b");

    /// <summary>Whether the text, not folded, holds marks between the messages of a conversation.</summary>
    public static bool ForgesRole(string text) => Role.IsMatch(text);

    /// <summary>Adds the signals of folded text.</summary>
    public static void Find(string text, HashSet<string> found) => Find(English, text, found);

    /// <summary>Adds the signals of folded text whose words stand without spaces between them.</summary>
    public static void FindTogether(string text, HashSet<string> found) => Find(Together, text, found);

    /// <summary>Adds the signals of text in other languages, folded without mapping letters that look Latin.</summary>
    public static void FindForeign(string text, HashSet<string> found) => Find(Foreign, text, found);

    private static void Find((string Signal, Regex Pattern)[] patterns, string text, HashSet<string> found)
    {
        foreach (var (signal, pattern) in patterns)
        {
            if (!found.Contains(signal) && pattern.IsMatch(text))
                found.Add(signal);
        }
    }

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>A pattern whose letters are folded as the text is; it holds no escapes.</summary>
    private static Regex Fold(string pattern) => Compile(VisibleText.Of(pattern, mapsLookAlikes: false));
}
