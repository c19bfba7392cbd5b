namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>
/// An action. Each is worth (v - worst) / (best - worst), where v is the exact value of the best play after it. The score is what the named action is worth, the
/// mean over the named ones when the answer names several, and 0 when it names none or refuses.
/// </summary>
/// <param name="Worth">The actions by name, each with its worth from 0 to 1.</param>
internal sealed record ExpectedAction(IReadOnlyDictionary<string, double> Worth) : ExpectedAnswer
{
    /// <inheritdoc/>
    public override double Score(string response, bool answerable)
    {
        if (!answerable)
            return 0;
        var named = Worth.Where(action => Mentions.Holds(response, action.Key)).Select(action => action.Value).ToList();
        return named.Count == 0 ? 0 : named.Average();
    }
}
