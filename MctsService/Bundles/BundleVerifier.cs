using System.Text.Json;
using Google.Protobuf;
using MctsAspire.MctsService.Running;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Bundles;

/// <summary>Runs a bundle again on this replica without any outside call, and names everything that isn't as the bundle says.</summary>
internal sealed class BundleVerifier(SearchRunner runner)
{
    private const int MostDifferences = 100;

    /// <summary>Verifies a bundle.</summary>
    /// <exception cref="ValidationException">It is empty or too large.</exception>
    public async Task<VerifyResponse> RunAsync(ByteString bundle, CancellationToken cancellationToken)
    {
        if (bundle.Length is 0 or > ResultBundle.MaxBytes)
            throw new ValidationException("bundle", $"must have 1 to {ResultBundle.MaxBytes} bytes, and has {bundle.Length}");

        var differences = new List<string>();
        if (BundleParts.Read(bundle.Memory, differences) is { } parts)
        {
            parts.CheckForm(bundle.Span, differences);
            await RunAgainAsync(parts, differences, cancellationToken).ConfigureAwait(false);
        }

        var response = new VerifyResponse { Verified = differences.Count == 0 };
        response.Differences.AddRange(differences);
        return response;
    }

    private async Task RunAgainAsync(BundleParts parts, List<string> differences, CancellationToken cancellationToken)
    {
        var request = parts.Request.Clone();
        var ended = ResultBundle.IsCut(parts.Request, parts.Result);
        // The shards end where they did; the clock must not end them before.
        request.ClearTimeLimitMs();
        request.Bundle = true;
        try
        {
            var again = await runner.RepeatAsync(request, parts.Journal, cancellationToken).ConfigureAwait(false);
            var filled = again.Plan.Request.Clone();
            (filled.Bundle, filled.TimeLimitMs) = (parts.Request.Bundle, parts.Request.TimeLimitMs);
            if (!filled.Equals(parts.Request))
                Compare(parts.RequestJson, BundleJson.Write(filled), "request", differences);

            var result = ResultBundle.ResultOf(again.Response);
            if (ended)
                result.StopReason = parts.Result.StopReason;
            Compare(parts.JournalJson, BundleJson.Write(ResultBundle.JournalOf(again.Shards)), "journal", differences);
            Compare(parts.ResultJson, BundleJson.Write(result), "result", differences);
        }
        catch (FrameworkException exception) when (exception is ValidationException or MctsException)
        {
            differences.Add($"request: can't be run again; {exception.Message}");
        }
    }

    private static void Compare(JsonElement held, byte[] found, string path, List<string> differences) =>
        JsonDifferences.Add(held, BundleJson.Parse(found), path, differences, MostDifferences);
}
