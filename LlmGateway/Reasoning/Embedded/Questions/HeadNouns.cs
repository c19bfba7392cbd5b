using System.Collections.Frozen;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>Nouns after "what" or "which" that tell what kind of thing is asked for.</summary>
internal static class HeadNouns
{
    private static readonly FrozenDictionary<string, AnswerType> Types = Read(
        (AnswerType.Time, "year date day month century decade time era season week period hour age night"),
        (AnswerType.Number, "number amount percentage percent proportion share rate price cost distance length height depth width weight size temperature speed area population quantity total sum salary score ratio fraction duration capacity dose frequency"),
        (AnswerType.Person, "person man woman people king queen emperor president minister leader general author writer composer artist painter scientist philosopher explorer founder inventor director architect engineer actor singer politician pope bishop saint prince princess duke commander governor mayor chief captain officer manager owner player monarch ruler scholar historian physicist chemist astronomer mathematician teacher doctor"),
        (AnswerType.Place, "country city state town place location river region continent island village province county district street area nation sea ocean mountain lake building room site capital port planet direction"),
        (AnswerType.Reason, "reason cause purpose motive"));

    /// <summary>The kind of thing that a noun asks for; <see cref="AnswerType.Thing"/> when it tells nothing.</summary>
    /// <param name="stem">Stem of a noun.</param>
    public static AnswerType TypeOf(string stem) => Types.GetValueOrDefault(stem, AnswerType.Thing);

    private static FrozenDictionary<string, AnswerType> Read(params (AnswerType Type, string Nouns)[] lists)
    {
        var types = new Dictionary<string, AnswerType>(StringComparer.Ordinal);
        foreach (var (type, nouns) in lists)
        {
            foreach (var noun in nouns.Split(' '))
                types.TryAdd(Tokenizer.StemOf(noun), type);
        }

        return types.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
