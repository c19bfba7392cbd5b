namespace MctsAspire.MetaControllerService.Features;

/// <summary>Who can work on a run; the numbers are the places in the probabilities of a prediction.</summary>
internal enum Agent
{
    /// <summary>Splits the question and answers its parts.</summary>
    Hrm = 0,

    /// <summary>Drafts an answer and refines it.</summary>
    Trm = 1,

    /// <summary>Searches for the evidence and the strategy.</summary>
    Mcts = 2,
}
