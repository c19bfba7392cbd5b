using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using ShardReport = MctsAspire.Protos.Mcts.ShardReport;

namespace MctsAspire.MctsService.Bundles;

/// <summary>
/// Everything that is needed to run a search again without the world outside, and what came of it: the request with every default filled in,
/// the seed, the answers of the outside calls shard by shard, the result but its times, and the SHA-256 of each part.
/// </summary>
internal static class ResultBundle
{
    /// <summary>The most bytes of a bundle.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The form that this version writes and reads.</summary>
    public const string Format = "mcts-aspire/bundle/1";

    /// <summary>The bundle of a search; <see langword="null"/> when it would be too large.</summary>
    public static byte[]? Write(SearchPlan plan, IReadOnlyList<ShardReport> shards, SearchResponse response)
    {
        var request = BundleJson.Write(RequestOf(plan, shards, response));
        var journal = BundleJson.Write(JournalOf(shards));
        var result = BundleJson.Write(ResultOf(response));
        var bundle = Join(request, plan.Options.Seed, journal, result, Hash(request), Hash(journal), Hash(result));
        return bundle.Length <= MaxBytes ? bundle : null;
    }

    /// <summary>The parts in their order, as bytes.</summary>
    public static byte[] Join(byte[] request, long seed, byte[] journal, byte[] result, string requestHash, string journalHash, string resultHash)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WritePropertyName("request");
            writer.WriteRawValue(request, skipInputValidation: true);
            writer.WriteNumber("seed", seed);
            writer.WritePropertyName("journal");
            writer.WriteRawValue(journal, skipInputValidation: true);
            writer.WritePropertyName("result");
            writer.WriteRawValue(result, skipInputValidation: true);
            writer.WriteStartObject("hashes");
            writer.WriteString("request", requestHash);
            writer.WriteString("journal", journalHash);
            writer.WriteString("result", resultHash);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The SHA-256 of a part, in lower-case hexadecimal.</summary>
    public static string Hash(ReadOnlySpan<byte> part) => Convert.ToHexStringLower(SHA256.HashData(part));

    /// <summary>The calls of each shard.</summary>
    public static IEnumerable<IEnumerable<IMessage>> JournalOf(IEnumerable<ShardReport> shards) => shards.Select(shard => shard.Journal);

    /// <summary>The result as far as two equal searches have the same.</summary>
    public static SearchResponse ResultOf(SearchResponse response)
    {
        var result = response.Clone();
        result.Bundle = ByteString.Empty;
        result.Usage = null;
        result.Statistics.SimulationsPerSecond = result.Statistics.ElapsedMs = 0;
        return result;
    }

    // What ended a shard where another run of it would not end: from outside, or before calls that its journal doesn't keep.
    private static readonly string[] Endings = [.. new[] { StopCause.Time, StopCause.Cancelled, StopCause.Budget, StopCause.Nodes }.Select(cause => cause.Name())];

    /// <summary>Whether the shards of a bundle's search end where they did before, whatever ended them then.</summary>
    public static bool IsCut(SearchRequest request, SearchResponse response) => request.ShardIterations.Count > 0 && Endings.Contains(response.StopReason);

    private static SearchRequest RequestOf(SearchPlan plan, IReadOnlyList<ShardReport> shards, SearchResponse response)
    {
        var request = plan.Request.Clone();
        if (!plan.IsRepetition && shards.Any(shard => Endings.Contains(shard.StopReason) && (plan.Domain.Calls || shard.StopReason != StopCause.Nodes.Name())))
            request.ShardIterations.Add(response.Statistics.ShardIterations);
        return request;
    }
}
