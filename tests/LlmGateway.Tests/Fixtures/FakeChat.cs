using System.Runtime.CompilerServices;
using MctsAspire.LlmGateway.Providers;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>A model that answers as a test says.</summary>
internal sealed class FakeChat : IChatClient
{
    private int _calls;

    /// <summary>Calls that were made.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Answers a call; the number counts from 1.</summary>
    public Func<int, ChatOptions?, CancellationToken, Task<ChatResponse>> Answer { get; set; } = (number, _, _) => Task.FromResult(Says($"answer {number}"));

    /// <summary>An answer.</summary>
    public static ChatResponse Says(string text, ChatFinishReason? reason = null, int input = 10, int output = 5) =>
        new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
        {
            ModelId = "model-1",
            FinishReason = reason ?? ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output },
        }.From(new CallOrigin("openai"));

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Answer(Interlocked.Increment(ref _calls), options, cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var answer = await Answer(Interlocked.Increment(ref _calls), options, cancellationToken);
        foreach (var word in answer.Text.Split(' '))
            yield return new ChatResponseUpdate(ChatRole.Assistant, word + " ") { ModelId = answer.ModelId }.From(answer.Origin()!);
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(answer.Usage!)]) { ModelId = answer.ModelId, FinishReason = answer.FinishReason }
            .From(answer.Origin()!);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
