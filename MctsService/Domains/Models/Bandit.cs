using System.Globalization;

namespace MctsAspire.MctsService.Domains.Models;

/// <summary>One pull of an arm that pays 1 with the arm's probability, else nothing.</summary>
internal static class Bandit
{
    /// <summary>The model of arms with these probabilities, each in [0,1].</summary>
    public static MarkovModel Build(IReadOnlyList<double> arms)
    {
        var builder = new MarkovModelBuilder();
        var start = builder.AddState("start");
        var (nothing, paid) = (builder.AddState("nothing"), builder.AddState("paid"));
        for (var arm = 0; arm < arms.Count; arm++)
            builder.AddAction(start, string.Create(CultureInfo.InvariantCulture, $"arm {arm + 1}"), [(nothing, 1 - arms[arm], 0), (paid, arms[arm], 1)]);
        return builder.Build(start, 1, horizon: 1);
    }
}
