namespace MctsAspire.MctsService.Search.Core;

/// <summary>Who moves when no player does.</summary>
internal static class Movers
{
    /// <summary>The mover of a state in which chance picks the outcome.</summary>
    public const int Chance = -1;
}
