using MctsAspire.Protos.Rest.OpenAi;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>A whole answer.</summary>
/// <param name="Text">The text; what was streamed before is not repeated.</param>
/// <param name="FinishReason">Why it ends: <c>stop</c>, <c>length</c> or <c>content_filter</c>.</param>
/// <param name="Usage">The tokens used.</param>
/// <param name="Metadata">Where it came from.</param>
internal sealed record ChatReply(string Text, string FinishReason, ChatUsage Usage, ChatMetadata Metadata);
