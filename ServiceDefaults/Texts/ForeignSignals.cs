namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>
/// The turns of phrase by which models are steered in other languages of Europe. Their words have endings, so that phrases count where a word begins; verbs count as commands alone.
/// </summary>
internal static class ForeignSignals
{
    private const string GermanIgnore = "vergiss_|vergesst_|vergessen sie_|ignoriere_|ignorier_|ignorieren sie_|missachte_|missachten sie_|umgehe_|umgehen sie_|uberschreibe_|uberschreiben sie_";
    private const string GermanRules = "anweisung|regel|vorgabe|richtlinie|instruktion|prompt|systemprompt";
    private const string GermanTell = "zeig_|zeige_|zeigen sie_|gib_|geben sie_|nenn_|nenne_|nennen sie_|verrat_|verrate_|verraten sie_|wiederhol_|wiederhole_|wiederholen sie_|druck_|drucke_|ubersetz_|ubersetze_";
    private const string FrenchRules = "instruction|consigne|regle|directive";
    private const string FrenchTell = "affich|revel|montr|repet|donn|traduis|ecri";
    private const string FrenchIgnore = "ignore_|ignorez_|oublie_|oubliez_|contourne_|contournez_|ignorer_|oublier_";
    private const string RomanceTell = "muestra|revela|imprime|repite|dime|mostra|rivela|stampa|mostre|revele";
    private const string SpanishRules = "instruccion|regla|politica|norma|directri";
    private const string ItalianRules = "istruzion|regol|direttiv";
    private const string PortugueseRules = "instruc|regra|diretriz";
    private const string RussianRules = "инструкц|правил|указани";
    private const string RussianTell = "покажи|выведи|раскрой|повтори|напечатай";

    /// <summary>All of them, folded as <see cref="VisibleText"/> folds texts.</summary>
    public static IEnumerable<PhraseRule> All =>
    [
        Override(GermanIgnore, (30, "alle|bisherig|vorherig|vorig|obig|oben|dein|eure"), (30, GermanRules)),
        Override(GermanIgnore, (0, "die_|diese_"), (0, GermanRules), (0, "oben|zuvor|davor|von vorhin")),
        Override("beachte_|befolge_|beachten sie_|befolgen sie_", (20, "bisherig|vorherig|vorig|obig|dein"), (20, GermanRules), (-1, "nicht")),
        Override(FrenchIgnore, (30, "toutes|vos|tes|les"), (20, FrenchRules), (1, "_precedent|_ci-dessus|_anterieur|_pour repondre")),
        Override(FrenchIgnore, (0, "vos_|tes_"), (0, FrenchRules)),
        Override("ne tiens pas compte|ne tenez pas compte|ne tiens plus compte|ne suis pas|ne suivez pas|ne suis plus|ne suivez plus|ne respecte pas|ne respectez pas|n'obeis pas|n'obeissez pas", (12, FrenchRules), (1, "_precedent|_ci-dessus|_anterieur")),
        Override("ne tiens pas compte de_|ne tenez pas compte de_|ne suis pas_|ne suivez pas_|ne suis plus_|ne suivez plus_|ne respecte pas_|ne respectez pas_", (0, "vos_|tes_"), (0, FrenchRules)),
        Override("ignora_|olvida_|omite_|desobedece_|ignore_|ignorad_|olvidad_|olvide_", (-3, "tus|todas|anteriores|previas"), (30, SpanishRules)),
        Override("ignora_|olvida_|omite_", (0, "tus_|sus_"), (0, SpanishRules)),
        Override("no sigas|no siga_|no obedezcas|no obedezca_|no respetes|no hagas caso", (12, SpanishRules), (3, "_anterior|_previ|_de arriba")),
        Override("no sigas_|no siga_|no obedezcas_|no respetes_|no hagas caso a_|no hagas caso de_", (0, "tus_|sus_"), (0, SpanishRules)),
        Override("ignora_|ignorate_|dimentica_|dimenticate_|trascura_", (-3, "tutte|tue|precedent"), (30, ItalianRules)),
        Override("non seguire|non seguite|non rispettare|non rispettate|non tenere conto|non tener conto", (12, ItalianRules), (3, "_precedent|_anterior|_sopra")),
        Override("ignore_|esqueca_|ignora_|esquece_", (-3, "todas|suas|tuas|anterior"), (30, PortugueseRules)),
        Override("nao siga_|nao sigas_|nao obedeca_|nao respeite_|nao leve em conta_", (12, PortugueseRules), (4, "_anterior|_previ|_acima")),
        Override("игнорируй|проигнорируй|забудь|нарушь", (35, "все|предыдущ|прежн|сво|тво|ваш"), (30, RussianRules)),
        Override("не следуй|не соблюдай|не выполняй|не подчиняйся", (20, "предыдущ|прежн|сво|тво|ваш"), (20, RussianRules)),
        Override("negeer_|vergeet_", (15, "alle vorige|alle eerdere|vorige|eerdere|je vorige"), (2, "instructies|regels|aanwijzingen")),

        Extraction(GermanTell, (30, "dein|eure|geheim|versteckt"), (20, "anweisung|prompt|vorgabe|instruktion|systemprompt|systemanweisung")),
        Extraction(GermanTell, (20, "den_|deinen_|ihren_"), (0, "systemprompt|system-prompt|system prompt")),
        Extraction(FrenchTell, (50, "prompt systeme")),
        Extraction(FrenchTell, (50, "consigne|instruction"), (-1, "_qui vous ont|_qui vous sont|_qui t'ont|_qui te sont|_que tu as|_que vous avez")),
        Extraction(FrenchTell, (30, "vos_|tes_"), (-1, "instruction|consigne")),
        Extraction(RomanceTell, (40, "prompt de|prompt di|prompt do"), (0, "sistema")),
        Extraction(RomanceTell, (25, "tus_|tue_|suas_|tuas_"), (-1, "instruccion|istruzion|instruc")),
        Extraction(RussianTell, (30, "системн"), (0, "промпт")),
        Extraction(RussianTell, (30, "сво|тво|скрыт"), (-1, "инструкц")),

        Command(InputSignals.PersonaOverride, "antworte|handle_|agiere|verhalte dich|du bist jetzt|du bist nun|du bist ab jetzt", (40, "ohne_|keine_"), (-1, "einschrankung|regel|grenzen|filter")),
        Unbound("du bist|sei_|als_|wie_", "ki ohne regel|ki ohne einschrankung|ki ohne grenzen"),
        Unbound("comme|tu es|vous etes|en tant qu", "ia sans limite|ia sans restriction|ia sans regle"),
        Unbound("como|eres|se una|se un", "ia sin restriccion|ia sin limite|ia sin regla"),
        Unbound("come|sei|tu sei", "ia senza limit|ia senza restrizion|ia senza regol"),
        Unbound("como|voce e|seja", "ia sem restric|ia sem limite|ia sem regra"),
        Unbound("как|ты|будь", "ии без ограничени|ии без правил"),
    ];

    private static PhraseRule Override(string first, params ReadOnlySpan<(int Distance, string Phrases)> rest) => Command(InputSignals.InstructionOverride, first, rest);

    private static PhraseRule Extraction(string first, params ReadOnlySpan<(int Distance, string Phrases)> rest) => Command(InputSignals.PromptExtraction, first, rest);

    /// <summary>Somebody who is to be a model without rules.</summary>
    private static PhraseRule Unbound(string who, string models) => Rule(InputSignals.PersonaOverride, new PhraseStep(default, Fold(who)), (20, models));

    private static PhraseRule Command(string signal, string first, params ReadOnlySpan<(int Distance, string Phrases)> rest) => Rule(signal, new PhraseStep(default, Fold(first), IsCommand: true), rest);

    /// <param name="signal">The signal.</param>
    /// <param name="first">What it begins with.</param>
    /// <param name="rest">What follows: within so many characters of the same sentence; a number that is not positive stands for so many words with nothing but spaces between them.</param>
    private static PhraseRule Rule(string signal, PhraseStep first, params ReadOnlySpan<(int Distance, string Phrases)> rest)
    {
        var steps = new List<PhraseStep> { first };
        foreach (var (distance, phrases) in rest)
            steps.Add(new PhraseStep(distance > 0 ? PhraseGap.Near(distance) : PhraseGap.UpTo(-distance), Fold(phrases)));
        return new PhraseRule(signal, steps);
    }

    private static string Fold(string phrases) => VisibleText.Of(phrases);
}
