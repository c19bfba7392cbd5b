using System.Collections.Frozen;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>The prompts, which are files of this project and part of its assembly.</summary>
internal static class PromptLibrary
{
    private const string Rules = "rules";
    private const string RepairName = "repair";
    private const string ProblemMark = "{problem}";

    private static readonly FrozenDictionary<string, string> Texts = Read();

    /// <summary>What the model is told for a primitive: the rules, then the task.</summary>
    /// <param name="primitive">Name of the primitive in small letters.</param>
    public static string SystemPrompt(string primitive) => Texts[Rules] + "\n" + Texts[primitive];

    /// <summary>What the model is told when its output can't be used.</summary>
    /// <param name="problem">What is wrong with it, in our own words.</param>
    public static string Repair(string problem) => Texts[RepairName].Replace(ProblemMark, problem, StringComparison.Ordinal);

    private static FrozenDictionary<string, string> Read()
    {
        const string Suffix = ".prompt.md";
        var assembly = typeof(PromptLibrary).Assembly;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            texts[name[..^Suffix.Length]] = reader.ReadToEnd().ReplaceLineEndings("\n").Trim() + "\n";
        }

        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
