using System.Text.Json;

namespace MctsAspire.MetaControllerService.Integrations.Wandb;

/// <summary>Runs and artifacts of Weights &amp; Biases, by the fields of its GraphQL schema that its public client uses.</summary>
/// <param name="calls">The calls.</param>
internal sealed class WandbClient(WandbCalls calls)
{
    private const string UpsertRun = """
        mutation UpsertRun($input: UpsertBucketInput!) {
          upsertBucket(input: $input) { bucket { name project { name entity { name } } } inserted }
        }
        """;

    private const string CreateArtifact = """
        mutation CreateArtifact($input: CreateArtifactInput!) {
          createArtifact(input: $input) { artifact { id state } }
        }
        """;

    private const string CreateManifest = """
        mutation CreateManifest($input: CreateArtifactManifestInput!) {
          createArtifactManifest(input: $input) { artifactManifest { id file { id uploadUrl uploadHeaders } } }
        }
        """;

    private const string CreateFiles = """
        mutation CreateFiles($input: CreateArtifactFilesInput!) {
          createArtifactFiles(input: $input) { files { edges { node { uploadUrl uploadHeaders artifact { id } } } } }
        }
        """;

    private const string CommitArtifact = """
        mutation CommitArtifact($input: CommitArtifactInput!) {
          commitArtifact(input: $input) { artifact { id digest } }
        }
        """;

    /// <summary>Makes a run, or changes the one of that name.</summary>
    /// <param name="name">The run's id.</param>
    /// <param name="project">The project, which is made when it isn't there.</param>
    /// <param name="entity">The user or team; null: the key's own.</param>
    /// <param name="displayName">What people call it.</param>
    /// <param name="jobType">What it does.</param>
    /// <param name="config">Its settings, as JSON.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The run, with the entity that it has come to.</returns>
    public Task<WandbRun> UpsertRunAsync(string name, string project, string? entity, string displayName, string jobType, string config, CancellationToken cancellationToken) => calls.AskAsync(
        UpsertRun,
        new { name, modelName = project, entityName = entity, displayName, jobType, config },
        data =>
        {
            var bucket = data.GetProperty("upsertBucket").GetProperty("bucket");
            var home = bucket.GetProperty("project");
            return new WandbRun(TextOf(home.GetProperty("entity"), "name"), TextOf(home, "name"), TextOf(bucket, "name"));
        },
        cancellationToken);

    /// <summary>Writes lines of a run's files: at a line number, over what is there.</summary>
    /// <param name="run">The run.</param>
    /// <param name="lines">The first line number and the lines, by file.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task StreamAsync(WandbRun run, IReadOnlyDictionary<string, (long Offset, IReadOnlyList<string> Content)> lines, CancellationToken cancellationToken) =>
        calls.StreamAsync(run, new { files = lines.ToDictionary(file => file.Key, file => new { offset = file.Value.Offset, content = file.Value.Content }) }, cancellationToken);

    /// <summary>Says that a run goes on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task BeatAsync(WandbRun run, CancellationToken cancellationToken) => calls.StreamAsync(run, new { complete = false }, cancellationToken);

    /// <summary>Ends a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="exitCode">0: it did what it was to do.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task CompleteAsync(WandbRun run, int exitCode, CancellationToken cancellationToken) =>
        calls.StreamAsync(run, new { complete = true, exitcode = exitCode }, cancellationToken);

    /// <summary>Announces an artifact; one of the same content is not made twice.</summary>
    /// <param name="run">The run that made it.</param>
    /// <param name="artifact">The artifact.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its id, and whether the server has all of it already.</returns>
    public Task<(string Id, bool IsThere)> CreateArtifactAsync(WandbRun run, WandbArtifact artifact, CancellationToken cancellationToken) => calls.AskAsync(
        CreateArtifact,
        new
        {
            entityName = run.Entity,
            projectName = run.Project,
            runName = run.Name,
            artifactTypeName = artifact.Type,
            artifactCollectionName = artifact.Name,
            digest = artifact.Digest,
            digestAlgorithm = "MANIFEST_MD5",
            aliases = new[] { new { artifactCollectionName = artifact.Name, alias = "latest" } },
            enableDigestDeduplication = true,
            clientID = artifact.ClientId,
            sequenceClientID = artifact.SequenceClientId,
        },
        data =>
        {
            var made = data.GetProperty("createArtifact").GetProperty("artifact");
            return (TextOf(made, "id"), TextOf(made, "state") == "COMMITTED");
        },
        cancellationToken);

    /// <summary>Makes the list of an artifact's files: first without a checksum to have its id, then with one to have the place to put it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="artifactId">The artifact.</param>
    /// <param name="digest">The checksum of the list, MD5 in base64; empty: not known yet.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<(string Id, WandbUpload Upload)> CreateManifestAsync(WandbRun run, string artifactId, string digest, CancellationToken cancellationToken) => calls.AskAsync(
        CreateManifest,
        new { artifactID = artifactId, name = WandbArtifact.ManifestName, digest, entityName = run.Entity, projectName = run.Project, runName = run.Name, type = "FULL" },
        data =>
        {
            var manifest = data.GetProperty("createArtifactManifest").GetProperty("artifactManifest");
            return (TextOf(manifest, "id"), UploadOf(manifest.GetProperty("file"), artifactId));
        },
        cancellationToken);

    /// <summary>Announces a file of an artifact.</summary>
    /// <param name="artifactId">The artifact.</param>
    /// <param name="manifestId">The list of its files.</param>
    /// <param name="name">The file's name in it.</param>
    /// <param name="md5">The file's MD5 in base64.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<WandbUpload> CreateFileAsync(string artifactId, string manifestId, string name, string md5, CancellationToken cancellationToken) => calls.AskAsync(
        CreateFiles,
        new { artifactFiles = new[] { new { artifactID = artifactId, artifactManifestID = manifestId, name, md5 } }, storageLayout = "V2" },
        data =>
        {
            var node = data.GetProperty("createArtifactFiles").GetProperty("files").GetProperty("edges").EnumerateArray().Single().GetProperty("node");
            return UploadOf(node, TextOf(node.GetProperty("artifact"), "id"));
        },
        cancellationToken);

    /// <summary>Says that all of an artifact is there.</summary>
    /// <param name="artifactId">The artifact.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task CommitAsync(string artifactId, CancellationToken cancellationToken) => calls.AskAsync(
        CommitArtifact,
        new { artifactID = artifactId },
        data => TextOf(data.GetProperty("commitArtifact").GetProperty("artifact"), "id"),
        cancellationToken);

    /// <summary>Puts a file where the server wants it.</summary>
    /// <param name="upload">Where.</param>
    /// <param name="open">Opens the content, anew for each attempt.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task PutAsync(WandbUpload upload, Func<Stream> open, CancellationToken cancellationToken) => calls.PutAsync(upload, open, cancellationToken);

    private static WandbUpload UploadOf(JsonElement node, string artifactId)
    {
        var address = node.TryGetProperty("uploadUrl", out var url) && url.ValueKind == JsonValueKind.String ? url.GetString() : null;
        var headers = node.TryGetProperty("uploadHeaders", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(header => header.GetString() ?? "").ToList()
            : [];
        return new(address is null ? null : new Uri(address, UriKind.Absolute), headers, artifactId);
    }

    private static string TextOf(JsonElement element, string name) => element.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new JsonException();
}
