using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>Makes a model of what its owner wrote, or says what is wrong and where.</summary>
internal static class DecisionModelReader
{
    /// <summary>How far the sum of probabilities may be from 1.</summary>
    public const double ProbabilityTolerance = 1e-9;

    /// <summary>Reads a model.</summary>
    /// <exception cref="ValidationException">The model breaks a rule; the field is its path in the JSON.</exception>
    public static MarkovModel Read(DecisionModelInput input, ReadingContext context) => input switch
    {
        { States: not null, Variables: null, Actions: null, Terminal: null } => ExplicitModel.Read(input),
        { States: null, Variables: not null, Actions: not null, Start: null } => new CompactModel(input).Read(context),
        { States: not null } => throw new ValidationException("states", "must stand without variables, actions and terminal, which are the compact form"),
        { Variables: null } => throw new ValidationException("states", "is missing: name every state here, or write the compact form with variables and actions"),
        { Actions: null } => throw new ValidationException("actions", "is missing: the compact form needs at least one"),
        _ => throw new ValidationException("start", "must be absent in the compact form, where each variable has its own"),
    };
}
