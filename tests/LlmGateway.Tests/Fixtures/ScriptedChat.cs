using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>A chat that does what a test says, one step a call; the last step is repeated.</summary>
internal sealed class ScriptedChat(params Func<CancellationToken, Task<string>>[] steps) : IChatClient
{
    private int _calls;

    public int Calls => _calls;

    /// <summary>The options of the last call.</summary>
    public ChatOptions? LastOptions { get; private set; }

    public static Func<CancellationToken, Task<string>> Says(string text) => _ => Task.FromResult(text);

    public static Func<CancellationToken, Task<string>> Fails(Exception exception) => _ => Task.FromException<string>(exception);

    /// <summary>Says nothing until it is cancelled.</summary>
    public static async Task<string> Hangs(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return "";
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        LastOptions = options;
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, await Next()(cancellationToken))) { ModelId = options?.ModelId ?? "usual", FinishReason = ChatFinishReason.Stop };
    }

    /// <summary>Streams the text letter by letter; an exclamation mark is a failure in the middle, a question mark a silence.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        LastOptions = options;
        foreach (var letter in await Next()(cancellationToken))
        {
            if (letter == '!')
                throw new ServiceDefaults.Errors.LlmException("Unavailable: it broke off.");
            if (letter == '?')
                await Task.Delay(Timeout.Infinite, cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, letter.ToString());
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, "") { FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private Func<CancellationToken, Task<string>> Next() => steps[Math.Min(Interlocked.Increment(ref _calls), steps.Length) - 1];
}
