using System.Text;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>
/// The most tokens that a call can read. A token of a text stands for at least one of its bytes in every tokenizer that works on bytes, so a text has no
/// more tokens than bytes; what a protocol puts around a message is bounded by a constant.
/// </summary>
internal static class CallBound
{
    private const int TokensOfMessage = 16;
    private const int TokensOfCall = 64;

    /// <summary>The most tokens of a conversation and of the form that is asked for.</summary>
    public static long InputTokens(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var bytes = messages.Sum(message => TokensOfMessage + (long)Encoding.UTF8.GetByteCount(message.Text));
        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } form)
            bytes += Encoding.UTF8.GetByteCount(schema.GetRawText()) + Encoding.UTF8.GetByteCount(form.SchemaName ?? "");
        return bytes + TokensOfCall;
    }

    /// <summary>The most tokens of texts.</summary>
    public static long InputTokens(IEnumerable<string> texts) => texts.Sum(text => TokensOfMessage + TextTokens(text)) + TokensOfCall;

    /// <summary>The most tokens of a text.</summary>
    public static long TextTokens(string text) => Encoding.UTF8.GetByteCount(text);
}
