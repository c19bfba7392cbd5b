namespace MctsAspire.MctsService.Search.Core;

/// <summary>One of the root's actions. Values are returns in [0,1] for the player who moves at the root.</summary>
/// <param name="Index">Its index among the root's legal actions.</param>
/// <param name="Visits">Iterations that went through it.</param>
/// <param name="ValueSum">The sum of their returns; with max backups the value times the visits.</param>
/// <param name="Low">Its value is proven to be at least this.</param>
/// <param name="High">Its value is proven to be at most this.</param>
/// <param name="Children">Its children in the tree.</param>
internal readonly record struct RootAction(int Index, int Visits, double ValueSum, double Low, double High, int Children)
{
    /// <summary>The mean return; not a number without visits.</summary>
    public double Mean => Visits > 0 ? ValueSum / Visits : double.NaN;

    /// <summary>Whether anything is known of it: it was tried, or something was proven.</summary>
    public bool IsKnown => Visits > 0 || Low > 0 || High < 1;
}
