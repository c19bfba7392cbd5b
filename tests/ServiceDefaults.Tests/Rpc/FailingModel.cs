using Grpc.Core;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Correlation;

namespace MctsAspire.ServiceDefaults.Tests.Rpc;

/// <summary>A language service that does what its test wants.</summary>
internal sealed class FailingModel(Func<ServerCallContext, Task<string>> behaviour) : LanguageModel.LanguageModelBase
{
    public static FailingModel Throwing(Exception exception) => new(_ => throw exception);

    public static FailingModel TellingTheRequestId() => new(_ => Task.FromResult(RequestCorrelation.Current ?? "none"));

    public override async Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context) =>
        new() { Text = await behaviour(context) };

    public override async Task StreamComplete(CompleteRequest request, IServerStreamWriter<CompleteChunk> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new CompleteChunk { Text = "first" });
        await responseStream.WriteAsync(new CompleteChunk { Text = await behaviour(context) });
    }
}
