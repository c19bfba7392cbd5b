using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace MctsAspire.Protos.Rest;

/// <summary>A query on its way or done: the answer of <c>GET /runs/{id}</c>.</summary>
/// <remarks>Looking at a run that a crash or a stop of the service cut off takes it up, and waits for it for up to 20 seconds.</remarks>
public sealed record RunInfo
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The conversation that it belongs to.</summary>
    public required string ThreadId { get; init; }

    /// <summary><c>running</c>, <c>completed</c>, <c>failed</c>, <c>cancelled</c> (the client left) or <c>interrupted</c> (the service stopped).</summary>
    [AllowedValues("running", "completed", "failed", "cancelled", "interrupted")]
    public required string Status { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; absent until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The request as it was taken.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>The answer; absent until the run is completed.</summary>
    public JsonElement? Response { get; init; }

    /// <summary>Why it failed; absent otherwise.</summary>
    public string? Error { get; init; }

    /// <summary>The outside calls recorded so far, in order.</summary>
    public required IReadOnlyList<RunStep> Steps { get; init; }
}
