using System.Text.Json;
using System.Text.Unicode;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Bundles;

/// <summary>A bundle taken apart.</summary>
internal sealed class BundleParts
{
    private static readonly string[] Names = ["format", "request", "seed", "journal", "result", "hashes"];

    private readonly JsonElement _hashes;
    private readonly long _seed;

    private BundleParts(JsonElement bundle)
    {
        (RequestJson, JournalJson, ResultJson) = (bundle.GetProperty("request"), bundle.GetProperty("journal"), bundle.GetProperty("result"));
        (_hashes, _seed) = (bundle.GetProperty("hashes"), bundle.GetProperty("seed").GetInt64());
        if (_hashes.ValueKind != JsonValueKind.Object)
            throw new FormatException("hashes must be an object.");
        Request = BundleJson.Read<SearchRequest>(RequestJson);
        Journal = [.. JournalJson.EnumerateArray().Select(shard => (IReadOnlyList<JournalEntry>)[.. shard.EnumerateArray().Select(BundleJson.Read<JournalEntry>)])];
        Result = BundleJson.Read<SearchResponse>(ResultJson);
    }

    /// <summary>The request.</summary>
    public SearchRequest Request { get; }

    /// <summary>The answers of the outside calls, by shard.</summary>
    public IReadOnlyList<IReadOnlyList<JournalEntry>> Journal { get; }

    /// <summary>The result.</summary>
    public SearchResponse Result { get; }

    /// <summary>The request as it stands in the bundle.</summary>
    public JsonElement RequestJson { get; }

    /// <summary>The answers as they stand in the bundle.</summary>
    public JsonElement JournalJson { get; }

    /// <summary>The result as it stands in the bundle.</summary>
    public JsonElement ResultJson { get; }

    /// <summary>Takes a bundle apart; <see langword="null"/>, with a line that says why, when it isn't one.</summary>
    public static BundleParts? Read(ReadOnlyMemory<byte> json, List<string> differences)
    {
        if (!Utf8.IsValid(json.Span))
        {
            differences.Add("bundle: is not UTF-8");
            return null;
        }

        try
        {
            var bundle = BundleJson.Parse(json);
            if (bundle.ValueKind != JsonValueKind.Object || !bundle.EnumerateObject().Select(field => field.Name).SequenceEqual(Names))
            {
                differences.Add($"bundle: must hold {string.Join(", ", Names)}, in this order and nothing else");
                return null;
            }

            if (!bundle.GetProperty("format").ValueEquals(ResultBundle.Format))
            {
                differences.Add($"format: must be {ResultBundle.Format}");
                return null;
            }

            var parts = new BundleParts(bundle);
            if (parts.Result.Statistics is not null)
                return parts;
            differences.Add("result.statistics: is missing");
        }
        catch (JsonException exception)
        {
            differences.Add($"bundle: is not JSON at byte {exception.BytePositionInLine ?? 0}");
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or FormatException or OverflowException)
        {
            differences.Add($"bundle: has a part that can't be read; {exception.Message}");
        }

        return null;
    }

    /// <summary>Checks that every byte is as it would be written, and that the hashes are those of the parts.</summary>
    public void CheckForm(ReadOnlySpan<byte> bundle, List<string> differences)
    {
        var request = Check("request", BundleJson.Write(Request), RequestJson, differences);
        var journal = Check("journal", BundleJson.Write(Journal), JournalJson, differences);
        var result = Check("result", BundleJson.Write(Result), ResultJson, differences);
        if (_seed != Request.Seed)
            differences.Add($"seed: is {_seed}, and that of the request is {Request.Seed}");

        var written = ResultBundle.Join(request, _seed, journal, result, Hash("request"), Hash("journal"), Hash("result"));
        if (!bundle.SequenceEqual(written))
            differences.Add($"bundle: is not in its canonical form from byte {bundle.CommonPrefixLength(written)} on");
    }

    private string Hash(string part) => _hashes.TryGetProperty(part, out var hash) && hash.ValueKind == JsonValueKind.String ? hash.GetString()! : "";

    private byte[] Check(string part, byte[] canonical, JsonElement held, List<string> differences)
    {
        if (!canonical.AsSpan().SequenceEqual(BundleJson.Rewrite(held)))
            differences.Add($"{part}: is not in its canonical form");
        var hash = ResultBundle.Hash(canonical);
        if (Hash(part) != hash)
            differences.Add($"hashes.{part}: is {Hash(part)}, and the hash of the {part} is {hash}");
        return canonical;
    }
}
