namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>
/// Facts, told by their values, which are unique among the facts of all worlds. The score is the harmonic mean (F1) of the share of the asked values that
/// the answer states and of the share of the values it states that were asked; 0 for an answer that refuses. Values on the way to the asked one count neither way.
/// </summary>
/// <param name="Asked">The values asked for, all different, at least one.</param>
/// <param name="OnTheWay">Values that help to find them.</param>
/// <param name="All">The values of all facts there are.</param>
internal sealed record ExpectedFacts(IReadOnlyList<string> Asked, IReadOnlyList<string> OnTheWay, IReadOnlyCollection<string> All) : ExpectedAnswer
{
    /// <inheritdoc/>
    public override double Score(string response, bool answerable)
    {
        if (!answerable)
            return 0;
        var right = Asked.Count(value => Mentions.Holds(response, value));
        var wrong = All.Count(value => !Asked.Contains(value) && !OnTheWay.Contains(value) && Mentions.Holds(response, value));
        return 2.0 * right / (Asked.Count + right + wrong);
    }
}
