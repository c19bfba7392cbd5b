namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>The turns of phrase by which models are steered in other languages. Words have endings there, or no spaces between them, so that phrases count anywhere in a word.</summary>
internal static class ForeignSignals
{
    private const string GermanIgnore = "vergiss|vergesst|ignorier|missacht|umgeh";
    private const string RomanceRules = "instruccion|regla|politica|norma";

    /// <summary>All of them, folded as <see cref="VisibleText"/> folds texts.</summary>
    public static IEnumerable<PhraseRule> All =>
    [
        Override($"{GermanIgnore}|uberschreib", (50, "alle|bisherig|vorherig|vorig|obig|oben|dein|eure"), (40, "anweisung|regel|vorgabe|richtlinie|prompt")),
        Override(GermanIgnore, (0, "die_|diese_"), (0, "anweisung|regel|vorgabe|richtlinie"), (0, "oben|zuvor|davor|von vorhin")),
        Override("ignor|oubli|contourn", (40, "toutes|vos|tes|les"), (20, "instruction|consigne|regle|directive"), (1, "_precedent|_ci-dessus|_anterieur|_et_|_pour repondre")),
        Override("ignor|oubli", (0, "vos_|tes_"), (0, "regle|instruction|consigne")),
        Override("ignora|olvida|omite|desobedece|ignore", (-3, "tus|todas|anteriores|previas"), (30, $"{RomanceRules}|directri")),
        Override("ignora|olvida|omite", (0, "tus_|sus_"), (0, RomanceRules)),
        Override("ignora|dimentica|trascura", (-3, "tutte|tue|precedent"), (30, "istruzion|regol|direttiv")),
        Override("ignor|esquec", (-3, "todas|suas|tuas|anterior"), (30, "instruc|regra|diretriz")),
        Override("игнорируй|проигнорируй|забудь|нарушь", (35, "все|предыдущ|прежн|сво|тво|ваш"), (30, "инструкц|правил|указани")),
        Override("忽略|无视|忘记|忽視|無視|忘掉", (8, "之前|以前|上面|先前|所有|一切|你的"), (8, "指令|指示|规则|規則|提示")),
        Override("以前|これまで|上記|前|すべて|全て", (9, "指示|命令|ルール"), (8, "無視|忘れ")),
        Override("이전|위의|앞의|모든", (8, "지시|명령|규칙|지침"), (8, "무시|잊")),
        Extraction("zeig|gib|nenn|verrat|wiederhol|druck|ubersetz", (40, "dein|eure|geheim|versteckt|system"), (20, "anweisung|prompt|regel|vorgabe")),
        Extraction("affich|revel|montr|repet|donn|traduis|ecri", (50, "prompt systeme|consigne qui vous|consignes qui vous|consigne qui t|consignes qui t|instruction qui vous|instructions qui vous|instruction qui t|instructions qui t")),
        Extraction("affich|revel|montr|repet|donn|traduis|ecri", (50, "vos_|tes_"), (-1, "instruction|consigne")),
        Extraction("muestra|revela|imprime|repite|dime|mostra|rivela|stampa|mostre|revele", (40, "prompt de|prompt di|prompt do"), (0, "sistema")),
        Extraction("muestra|revela|imprime|repite|dime|mostra|rivela|stampa|mostre|revele", (40, "tus_|sus_|tue_|suas_"), (-1, "instruccion|istruzion|instruc")),
        Extraction("muestra|revela|imprime|repite|dime|mostra|rivela|stampa|mostre|revele", (40, "instrucciones ocultas")),
        Extraction("покажи|выведи|раскрой|повтори|напечатай", (30, "системн"), (0, "промпт")),
        Extraction("покажи|выведи|раскрой|повтори|напечатай", (30, "сво|скрыт"), (0, "инструкц")),
        Extraction("输出|显示|告诉我|打印|顯示", (10, "系统提示|提示词|系统指令|系統提示")),
        Extraction("システムプロンプト", (8, "表示|出力|教え")),
        Extraction("시스템프롬프트|시스템 프롬프트", (8, "출력|보여|알려")),
        Rule(
            InputSignals.PersonaOverride,
            "ohne einschrankung|ohne jede einschrankung|ki ohne regeln|ia sans limite|ia sans restriction|ia sans regle|ia sin restriccion|ia sin limite|ia sin regla|"
            + "ia senza limit|ia senza restrizion|ia senza regol|ia sem restric|ia sem limite|ia sem regra|ии без ограничени|ии без правил"),
    ];

    private static PhraseRule Override(string first, params ReadOnlySpan<(int Distance, string Phrases)> rest) => Rule(InputSignals.InstructionOverride, first, rest);

    private static PhraseRule Extraction(string first, params ReadOnlySpan<(int Distance, string Phrases)> rest) => Rule(InputSignals.PromptExtraction, first, rest);

    /// <param name="signal">The signal.</param>
    /// <param name="first">The phrases that it begins with.</param>
    /// <param name="rest">What follows: within so many characters of the same sentence; a number that is not positive stands for so many words with nothing but spaces between them.</param>
    private static PhraseRule Rule(string signal, string first, params ReadOnlySpan<(int Distance, string Phrases)> rest)
    {
        var steps = new List<PhraseStep> { new(default, Fold(first)) };
        foreach (var (distance, phrases) in rest)
            steps.Add(new PhraseStep(distance > 0 ? PhraseGap.Near(distance) : PhraseGap.UpTo(-distance), Fold(phrases)));
        return new PhraseRule(signal, steps);
    }

    private static string Fold(string phrases) => VisibleText.Of(phrases);
}
