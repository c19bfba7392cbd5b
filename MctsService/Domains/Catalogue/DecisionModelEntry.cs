using MctsAspire.MctsService.Domains.DecisionModels;
using MctsAspire.MctsService.Domains.Models;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>The caller's own decision problem.</summary>
internal static class DecisionModelEntry
{
    private const string Example = """
        {"start":"idea","states":[
        {"name":"idea","actions":[
        {"name":"test","outcomes":[{"to":"good","probability":0.6,"reward":-1},{"to":"bad","probability":0.4,"reward":-1}]},
        {"name":"launch","outcomes":[{"to":"success","probability":0.5,"reward":10},{"to":"failure","probability":0.5,"reward":-8}]}]},
        {"name":"good","actions":[
        {"name":"launch","outcomes":[{"to":"success","probability":0.8,"reward":10},{"to":"failure","probability":0.2,"reward":-8}]},
        {"name":"stop","outcomes":[{"to":"stopped"}]}]},
        {"name":"bad","actions":[
        {"name":"launch","outcomes":[{"to":"success","probability":0.1,"reward":10},{"to":"failure","probability":0.9,"reward":-8}]},
        {"name":"stop","outcomes":[{"to":"stopped"}]}]},
        {"name":"success","terminal":true},{"name":"failure","terminal":true},{"name":"stopped","terminal":true}]}
        """;

    /// <summary>The domain.</summary>
    public static DomainEntry Entry { get; } = DomainEntry.Native<DecisionModelInput>(
        "decision_model",
        "A decision problem as data: either every state by itself (states, start), or the compact form, in which a state is the values of named "
            + "variables and formulas say what actions do (variables, actions, terminal). Models of at most 20,000 reachable states are also solved exactly.",
        Example.ReplaceLineEndings(""),
        (input, context) => new MarkovProblem(DecisionModelReader.Read(input, context), context.CancellationToken)) with { HasChance = true, BuildsModel = true };
}
