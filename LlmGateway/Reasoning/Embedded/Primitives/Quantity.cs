using System.Globalization;
using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>An amount that a sentence tells.</summary>
/// <param name="Value">The number, in days where a duration is told and in metres where a length is, else as it is told.</param>
/// <param name="Unit">The kinds of unit that it comes in; any: it counts things.</param>
/// <param name="IsRough">Whether it is said to be about right only.</param>
internal readonly record struct Quantity(double Value, UnitKind Unit, bool IsRough)
{
    private const double Rough = 0.1;
    private const double Exact = 0.005;
    private const int UnitReach = 3;

    /// <summary>Whether two amounts can both be right.</summary>
    /// <param name="other">The other amount.</param>
    public bool Fits(Quantity other) =>
        Math.Abs(Value - other.Value) <= Math.Max(Math.Abs(Value), Math.Abs(other.Value)) * (IsRough || other.IsRough ? Rough : Exact);

    /// <summary>The amounts of a run of words; years, the question's own numbers and numbers that are part of a name are left out.</summary>
    /// <param name="question">The question.</param>
    /// <param name="text">The text that the words are of.</param>
    /// <param name="tokens">The words.</param>
    public static List<Quantity> Read(Question question, string text, ReadOnlySpan<Token> tokens)
    {
        var quantities = new List<Quantity>();
        var asked = Dimensions.AskedBy(question);
        for (var i = 0; i < tokens.Length; i++)
        {
            if (!AnswerEvidence.IsAmount(question, tokens, i) || !double.TryParse(tokens[i].Stem, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                || !AnswerEvidence.Counts(question, tokens, i) || (question.Unit != UnitKind.Any && !Amounts.HasUnit(question.Unit, text, tokens, i)) || !AnswerEvidence.Fits(asked, Dimensions.OfNumber(tokens, i)))
            {
                continue;
            }

            var unit = UnitKind.Any;
            for (var j = i + 1; j < tokens.Length && j <= i + UnitReach; j++)
            {
                if (tokens[j].IsNumber)
                {
                    // "12 million"
                    value *= double.TryParse(tokens[j].Stem, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor >= 100 ? factor : 1;
                    continue;
                }

                unit = Units.Of(tokens[j].Stem);
                value *= unit == UnitKind.Any ? 1 : ScaleOf(tokens[j].Stem);
                if (unit != UnitKind.Any || !tokens[j].IsStop)
                    break;
            }

            quantities.Add(new Quantity(value, unit, IsSaidRoughly(tokens, i)));
        }

        return quantities;
    }

    private static bool IsSaidRoughly(ReadOnlySpan<Token> tokens, int at)
    {
        for (var i = Math.Max(0, at - 2); i < at; i++)
        {
            if (tokens[i].Word is "about" or "around" or "approximately" or "roughly" or "nearly" or "almost" or "some" or "over" or "circa" or "than")
                return true;
        }

        return false;
    }

    private static double ScaleOf(string unit) => unit switch
    {
        "second" => 1.0 / 86_400,
        "minut" => 1.0 / 1440,
        "hour" => 1.0 / 24,
        "week" => 7,
        "month" => 30.4375,
        "year" => 365.25,
        "decad" => 3652.5,
        "centuri" => 36_525,
        "km" or "kilometr" or "kilomet" => 1000,
        "cm" or "centimetr" or "centimet" => 0.01,
        "mm" or "millimetr" or "millimet" => 0.001,
        "mile" => 1609.344,
        "foot" or "feet" or "ft" => 0.3048,
        "inch" => 0.0254,
        "yard" => 0.9144,
        "tonn" or "ton" => 1000,
        "g" or "gram" => 0.001,
        _ => 1,
    };
}
