namespace MctsAspire.Storage.Artifacts;

/// <summary>Results that are kept under a name made of their content. An owner sees its own alone.</summary>
public interface IArtifactStore
{
    /// <summary>Stores content, whole or not at all; the same content under the same name on the same day is one artifact, and the newest one again.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="name">What it is: 1 to 64 lower-case letters, digits and hyphens.</param>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The name has another form.</exception>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<ArtifactInfo> PutAsync(string owner, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The most bytes of content that are read unless another bound is given: 512 MiB.</summary>
    const int UsualMostBytes = 512 << 20;

    /// <summary>An artifact of at most <see cref="UsualMostBytes"/>; null when the owner has none of that id, whatever the id looks like.</summary>
    /// <exception cref="StorageException">The store can't be used, or the content is damaged or larger.</exception>
    Task<Artifact?> FindAsync(string owner, string id, CancellationToken cancellationToken) => FindAsync(owner, id, UsualMostBytes, cancellationToken);

    /// <summary>An artifact; null when the owner has none of that id, whatever the id looks like.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="mostBytes">The most bytes of content that are read; what was stored compressed is not unpacked any further.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StorageException">The store can't be used, or the content is damaged or has more bytes.</exception>
    Task<Artifact?> FindAsync(string owner, string id, int mostBytes, CancellationToken cancellationToken);

    /// <summary>Removes an artifact; false when the owner has none of that id.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<bool> DeleteAsync(string owner, string id, CancellationToken cancellationToken);

    /// <summary>At most <paramref name="limit"/> artifacts of an owner, the latest day first, and within a day in the order of their ids.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<IReadOnlyList<ArtifactInfo>> ListAsync(string owner, int limit, CancellationToken cancellationToken);

    /// <summary>The artifact of a name that was stored last; null when the owner has none of it. Of those stored in the same moment, the last by id.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<ArtifactInfo?> FindNewestAsync(string owner, string name, CancellationToken cancellationToken);
}
