namespace MctsAspire.Testing;

/// <summary>What a Redis of a test runs in; disposing of it kills it.</summary>
internal interface IRedisHost : IAsyncDisposable
{
    /// <summary>Stops it in its tracks, its connections open.</summary>
    Task FreezeAsync();

    /// <summary>Lets it go on.</summary>
    Task ThawAsync();
}
