using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Protos;

namespace MctsAspire.Grpc.Bench;

/// <summary>Answers with what it gets.</summary>
internal sealed class EchoService : Echo.EchoBase
{
    public override Task<EchoReply> Unary(EchoRequest request, ServerCallContext context) =>
        Task.FromResult(new EchoReply { Text = request.Text, Payload = request.Payload });

    public override async Task Expand(EchoRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        for (var i = 0; i < request.Count; i++)
            await responseStream.WriteAsync(new EchoReply { Text = request.Text, Payload = request.Payload, Index = i });
    }
}
