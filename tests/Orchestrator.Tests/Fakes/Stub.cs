using Grpc.Core;

namespace MctsAspire.Orchestrator.Tests.Fakes;

internal static class Stub
{
    public static AsyncUnaryCall<T> Call<T>(Task<T> answer) => new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
