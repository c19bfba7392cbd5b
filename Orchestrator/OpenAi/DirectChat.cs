using System.Runtime.CompilerServices;
using Grpc.Core;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest.OpenAi;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using Client = MctsAspire.Protos.Llm.LanguageModel.LanguageModelClient;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>The language provider alone as a model: no documents, no agents, no run.</summary>
internal sealed class DirectChat(Client client, ProviderLookup provider, IOptions<OrchestratorOptions> options, TimeProvider time) : IChatSource
{
    public bool Is(string model) => model == ChatModels.Direct;

    public void Check(ChatAsk ask)
    {
        var agents = ask.Iterations is not null ? ask.Request.Iterations is null ? "mcts_iterations" : "iterations"
            : ask.Request.UseMcts is not null ? "use_mcts"
            : ask.Request.UseRag is not null ? "use_rag"
            : null;
        if (agents is not null)
            throw new ValidationException(agents, "is for the model mcts; direct asks the language provider alone");
    }

    public async Task<ChatReply> AnswerAsync(ChatAsk ask, CancellationToken cancellationToken)
    {
        var request = Request(ask);
        try
        {
            var response = await UnaryCall.RunAsync(call => client.CompleteAsync(request, call), TimeSpan.FromSeconds(options.Value.RunTimeoutSeconds), time, cancellationToken);
            return Reply(response.Text, response.StopReason, response.Origin, ask);
        }
        catch (FrameworkException problem) when (ProviderLookup.Explains(problem))
        {
            throw await provider.ExplainAsync(problem, "messages", cancellationToken);
        }
    }

    public async IAsyncEnumerable<ChatPart> StreamAsync(ChatAsk ask, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.RunTimeoutSeconds), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var call = client.StreamComplete(Request(ask), new CallOptions(cancellationToken: linked.Token));
        var ended = false;
        while (await NextAsync(call.ResponseStream, linked.Token, cancellationToken))
        {
            var chunk = call.ResponseStream.Current;
            ended = chunk.StopReason.Length > 0;
            if (ended)
                yield return new ChatPart.End(Reply(chunk.Text, chunk.StopReason, chunk.Origin, ask));
            else if (chunk.Text.Length > 0)
                yield return new ChatPart.Piece(chunk.Text);
        }

        if (!ended)
            throw new LlmException("Unavailable: the language provider broke off in the middle of its answer. Ask again.");
    }

    private async Task<bool> NextAsync(IAsyncStreamReader<CompleteChunk> chunks, CancellationToken limited, CancellationToken cancellationToken)
    {
        try
        {
            return await chunks.MoveNext(limited);
        }
        catch (FrameworkException problem) when (ProviderLookup.Explains(problem))
        {
            throw await provider.ExplainAsync(problem, "messages", cancellationToken);
        }
        catch (Exception failure) when (limited.IsCancellationRequested && failure is RpcException or OperationCanceledException or FrameworkException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new OperationTimeoutException("The language provider took longer than allowed. Ask for a shorter answer.", failure);
        }
    }

    private static CompleteRequest Request(ChatAsk ask)
    {
        var request = new CompleteRequest
        {
            Context = new CallContext { ClientId = ask.ClientId, ThreadId = ask.Request.ThreadId ?? "" },
            Generation = GenerationContracts.Of(ask.Request.Temperature, ask.MaxTokens, topP: null),
            Form = ask.Form,
        };
        if (ask.Request.Seed is { } seed)
            request.Context.Seed = seed;
        if (ask.Request.TopP is { } topP)
            request.TopP = topP;
        foreach (var line in ask.Lines)
            request.Messages.Add(new ChatMessage { Role = line.Role, Content = line.Text });
        request.Stop.AddRange(ask.Stop);
        return request;
    }

    private static ChatReply Reply(string text, string stopReason, Origin origin, ChatAsk ask)
    {
        var (input, output) = (origin.Usage?.InputTokens ?? 0, origin.Usage?.OutputTokens ?? 0);
        return new ChatReply(text, stopReason, new ChatUsage(input, output, (long)input + output), new ChatMetadata
        {
            Provider = origin.Provider,
            Model = origin.Model,
            ThreadId = ask.Request.ThreadId,
            Seed = ask.Request.Seed,
            Cached = origin.Cached || origin.Replayed,
            CostUsd = origin.HasCostUsd ? origin.CostUsd : null,
        });
    }
}
