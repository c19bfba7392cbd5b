namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>What holds while a problem is read.</summary>
/// <param name="Reserve">Told how many bytes the problem takes so far; throws when the replica has no room for them.</param>
/// <param name="CancellationToken">Stops reading.</param>
internal readonly record struct ReadingContext(Action<long> Reserve, CancellationToken CancellationToken)
{
    /// <summary>Room for anything, and nobody who stops it.</summary>
    public static ReadingContext Unbounded => new(_ => { }, CancellationToken.None);
}
