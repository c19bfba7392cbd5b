namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>The turns of phrase by which models are steered in Chinese, Japanese and Korean, anywhere in a text since words have no spaces or have endings.</summary>
internal static class EastAsianSignals
{
    /// <summary>All of them, folded as <see cref="VisibleText"/> folds texts.</summary>
    public static IEnumerable<PhraseRule> All =>
    [
        Rule(InputSignals.InstructionOverride, "忽略|无视|忘记|忽視|無視|忘掉", (8, "之前|以前|上面|上述|先前|你的"), (8, "指令|指示|规则|規則|提示")),
        Rule(InputSignals.InstructionOverride, "忽略|无视|忘记|忽視|無視|忘掉", (2, "所有|一切"), (8, "指令|系统提示")),
        Rule(InputSignals.InstructionOverride, "以前|これまで|上記|前|すべて|全て", (9, "指示|命令|ルール"), (8, "無視してくだ|無視して下|無視して、|無視して,|無視しろ|無視せよ|無視し、|忘れてくだ|忘れて下|忘れて、|忘れろ")),
        Rule(InputSignals.InstructionOverride, "이전|위의|앞의|모든", (8, "지시|명령|규칙|지침"), (8, "무시하고|무시해|무시하세요|무시하십|무시하라|잊어|잊고")),
        Rule(InputSignals.PromptExtraction, "输出|显示|告诉我|打印|顯示", (10, "你的系统提示|系统提示词|系统指令|你的系統提示|系統提示詞")),
        Rule(InputSignals.PromptExtraction, "システムプロンプト", (4, "表示して|出力して|表示せよ|出力せよ|教えて")),
        Rule(InputSignals.PromptExtraction, "시스템프롬프트|시스템 프롬프트", (4, "출력해|출력하|보여줘|보여 줘|보여주세요|알려줘|알려 줘|알려주세요")),
    ];

    /// <param name="signal">The signal.</param>
    /// <param name="first">The phrases that it begins with.</param>
    /// <param name="rest">What follows, within so many characters of the same sentence.</param>
    private static PhraseRule Rule(string signal, string first, params ReadOnlySpan<(int Distance, string Phrases)> rest)
    {
        var steps = new List<PhraseStep> { new(default, VisibleText.Of(first)) };
        foreach (var (distance, phrases) in rest)
            steps.Add(new PhraseStep(PhraseGap.Near(distance), VisibleText.Of(phrases)));
        return new PhraseRule(signal, steps);
    }
}
