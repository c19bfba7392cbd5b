using System.Runtime.CompilerServices;
using System.Text.Json;
using MctsAspire.MetaControllerService.Integrations.Http;

namespace MctsAspire.MetaControllerService.Integrations.Pinecone;

/// <summary>The part of Pinecone's data plane that decisions need, in one namespace of one index, as its OpenAPI description of 2025-10 has it.</summary>
/// <param name="calls">The calls.</param>
/// <param name="space">The namespace.</param>
internal sealed class PineconeClient(ServiceCalls calls, string space)
{
    /// <summary>The version of the API.</summary>
    public const string ApiVersion = "2025-10";

    /// <summary>Vectors of one upsert at most; the API takes up to 1,000 and two megabytes.</summary>
    public const int MostVectors = 200;

    // Ids go into the address, which many servers bound at eight kilobytes.
    private const int IdsOfFetch = 50;
    private const int IdsOfPage = 100;
    private const int MostMatches = 1000;

    /// <summary>The number of dimensions of the index; null: it doesn't say, as an index of sparse vectors.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<int?> DescribeDimensionAsync(CancellationToken cancellationToken) => calls.SendAsync(
        () => Post("describe_index_stats", new object()),
        answer => answer.TryGetProperty("dimension", out var dimension) ? dimension.GetInt32() : (int?)null,
        cancellationToken);

    /// <summary>Puts vectors into the index; one whose id is there is replaced.</summary>
    /// <param name="vectors">The vectors, 1 to <see cref="MostVectors"/>, each id once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task UpsertAsync(IReadOnlyList<PineconeVector> vectors, CancellationToken cancellationToken)
    {
        var taken = await calls.SendAsync(
            () => Post("vectors/upsert", new { vectors, @namespace = space }),
            answer => answer.GetProperty("upsertedCount").GetInt64(),
            cancellationToken);
        if (taken != vectors.Count)
            throw calls.Unreadable();
    }

    /// <summary>The vectors nearest to another, the nearest first.</summary>
    /// <param name="vector">The other.</param>
    /// <param name="count">How many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<PineconeMatch>> QueryAsync(IReadOnlyList<float> vector, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostMatches);
        return calls.SendAsync<IReadOnlyList<PineconeMatch>>(
            () => Post("query", new { vector, topK = count, @namespace = space, includeMetadata = true, includeValues = true }),
            answer => answer.TryGetProperty("matches", out var matches) ? [.. matches.EnumerateArray().Select(MatchOf)] : [],
            cancellationToken);
    }

    /// <summary>A page of the ids in the index. Pinecone has them for serverless indexes only.</summary>
    /// <param name="page">Where the page begins, as the page before said; null: the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<PineconePage> ListAsync(string? page, CancellationToken cancellationToken)
    {
        var query = FormattableString.Invariant($"vectors/list?namespace={Uri.EscapeDataString(space)}&limit={IdsOfPage}");
        if (page is not null)
            query += "&paginationToken=" + Uri.EscapeDataString(page);
        return calls.SendAsync(() => Message(HttpMethod.Get, query), PageOf, cancellationToken);
    }

    /// <summary>The vectors of some ids; those that are not there are missing.</summary>
    /// <param name="ids">The ids, 1 to 50.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<PineconeVector>> FetchAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, IdsOfFetch);
        var query = $"vectors/fetch?{string.Concat(ids.Select(id => $"ids={Uri.EscapeDataString(id)}&"))}namespace={Uri.EscapeDataString(space)}";
        return calls.SendAsync<IReadOnlyList<PineconeVector>>(
            () => Message(HttpMethod.Get, query),
            answer =>
            {
                var found = answer.GetProperty("vectors");
                return [.. ids.Where(id => found.TryGetProperty(id, out _)).Select(id => VectorOf(found.GetProperty(id)))];
            },
            cancellationToken);
    }

    /// <summary>All vectors of the namespace, page by page, in the order of their ids.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async IAsyncEnumerable<PineconeVector> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? page = null;
        do
        {
            var (ids, next) = await ListAsync(page, cancellationToken);
            foreach (var some in ids.Chunk(IdsOfFetch))
            {
                foreach (var vector in await FetchAsync(some, cancellationToken))
                    yield return vector;
            }

            // A server that gives the same page for ever would never end.
            if (next is not null && next == page)
                throw calls.Unreadable();
            page = next;
        }
        while (page is not null);
    }

    private HttpRequestMessage Post<T>(string path, T body)
    {
        var message = Message(HttpMethod.Post, path);
        message.Content = JsonBody.Of(body);
        return message;
    }

    private HttpRequestMessage Message(HttpMethod method, string path)
    {
        var message = new HttpRequestMessage(method, calls.Address.At(path));
        message.Headers.TryAddWithoutValidation("Api-Key", calls.Address.Key.Reveal());
        message.Headers.TryAddWithoutValidation("X-Pinecone-Api-Version", ApiVersion);
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        return message;
    }

    private static PineconePage PageOf(JsonElement answer) => new(
        answer.TryGetProperty("vectors", out var vectors) ? [.. vectors.EnumerateArray().Select(vector => vector.GetProperty("id").GetString() ?? throw new JsonException())] : [],
        answer.TryGetProperty("pagination", out var pagination) && pagination.ValueKind == JsonValueKind.Object
            && pagination.TryGetProperty("next", out var next) && next.GetString() is { Length: > 0 } token ? token : null);

    private static PineconeVector VectorOf(JsonElement vector) => new(
        vector.GetProperty("id").GetString() ?? throw new JsonException(),
        [.. vector.GetProperty("values").EnumerateArray().Select(value => value.GetSingle())],
        MetadataOf(vector));

    private static PineconeMatch MatchOf(JsonElement match) => new(
        match.GetProperty("id").GetString() ?? throw new JsonException(),
        match.TryGetProperty("score", out var score) ? score.GetDouble() : 0,
        match.TryGetProperty("values", out var values) ? [.. values.EnumerateArray().Select(value => value.GetDouble())] : [],
        MetadataOf(match));

    // Others may keep vectors in the same namespace, with metadata of their own: that is no fault of the service.
    private static PineconeMetadata? MetadataOf(JsonElement vector)
    {
        try
        {
            return vector.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
                ? metadata.Deserialize<PineconeMetadata>(JsonBody.Options)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
