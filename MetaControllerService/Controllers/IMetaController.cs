using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>Predicts which agent should work next.</summary>
internal interface IMetaController
{
    /// <summary>What kind of controller it is: <c>rules</c>, <c>rnn</c> or <c>bert</c>.</summary>
    string Type { get; }

    /// <summary>The version of its rules or of its weights.</summary>
    string Version { get; }

    /// <summary>The prediction for the last of the states.</summary>
    /// <param name="states">The states of the run, oldest first, at least one.</param>
    /// <param name="useMcts">Whether mcts may be chosen.</param>
    Decision Predict(IReadOnlyList<RunFeatures> states, bool useMcts);
}
