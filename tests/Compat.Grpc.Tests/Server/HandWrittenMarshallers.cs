using System.Buffers;
using System.Text;
using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;

namespace MctsAspire.Compat.Grpc.Tests.Server;

/// <summary>Services whose messages are not Protobuf, bound by hand.</summary>
public sealed class HandWrittenMarshallers
{
    [Theory]
    [InlineData("Array")]
    [InlineData("Buffer")]
    [InlineData("Announced")]
    public async Task TextGoesThroughInEachWayToWriteIt(string name)
    {
        await using var server = await EchoServer.StartAsync(routes: app => app.MapGrpcService<TextService>());
        using var channel = server.Channel();
        var invoker = channel.CreateCallInvoker();
        var text = new string('ü', 100_000);
        (await invoker.AsyncUnaryCall(TextService.Methods[name], null, default, text)).ShouldBe(text);
        (await invoker.AsyncUnaryCall(TextService.Methods[name], null, default, "")).ShouldBe("");
    }

    [Theory]
    [InlineData("ThrowsFirst")]
    [InlineData("ThrowsHalfway")]
    [InlineData("WritesLess")]
    [InlineData("NeverCompletes")]
    public async Task AMarshallerThatFailsIsInternalAndSpoilsNothing(string name)
    {
        await using var server = await EchoServer.StartAsync(routes: app => app.MapGrpcService<TextService>());
        using var channel = server.Channel();
        var invoker = channel.CreateCallInvoker();
        (await invoker.AsyncUnaryCall(TextService.Methods[name], null, default, "text").Error()).StatusCode.ShouldBe(StatusCode.Internal);
        (await invoker.AsyncUnaryCall(TextService.Methods["Array"], null, default, "next")).ShouldBe("next");
    }

    [Fact]
    public async Task AMarshallerThatFailsOnTheClientIsInternal()
    {
        await using var server = await EchoServer.StartAsync(routes: app => app.MapGrpcService<TextService>());
        using var channel = server.Channel();
        var method = new Method<string, string>(MethodType.Unary, TextService.Name, "Array", TextService.Throws, Marshallers.StringMarshaller);
        (await channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, "text").Error()).StatusCode.ShouldBe(StatusCode.Internal);
    }

    [BindServiceMethod(typeof(TextService), nameof(Bind))]
    private sealed class TextService
    {
        public const string Name = "text.Text";

        private readonly string _prefix = "";

        public static Marshaller<string> Throws { get; } = Write((_, _) => throw new InvalidOperationException("broken"));

        public static Dictionary<string, Method<string, string>> Methods { get; } = new Dictionary<string, Marshaller<string>>
        {
            ["Array"] = Marshallers.StringMarshaller,
            ["Buffer"] = Write((text, context) =>
            {
                Encoding.UTF8.GetBytes(text, context.GetBufferWriter());
                context.Complete();
            }),
            ["Announced"] = Write((text, context) =>
            {
                context.SetPayloadLength(Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, context.GetBufferWriter());
                context.Complete();
            }),
            ["ThrowsFirst"] = Throws,
            ["ThrowsHalfway"] = Write((_, context) =>
            {
                context.SetPayloadLength(1000);
                context.GetBufferWriter().Write(new byte[500]);
                throw new InvalidOperationException("broken");
            }),
            ["WritesLess"] = Write((_, context) =>
            {
                context.SetPayloadLength(1000);
                context.GetBufferWriter().Write(new byte[500]);
                context.Complete();
            }),
            ["NeverCompletes"] = Write((_, context) => context.GetBufferWriter().Write(new byte[10])),
        }.ToDictionary(pair => pair.Key, pair => new Method<string, string>(MethodType.Unary, Name, pair.Key, Marshallers.StringMarshaller, pair.Value));

        public static void Bind(ServiceBinderBase binder, TextService? service)
        {
            foreach (var method in Methods.Values)
                binder.AddMethod(method, (UnaryServerMethod<string, string>?)null);
        }

        public Task<string> Array(string request, ServerCallContext context) => Task.FromResult(_prefix + request);

        public Task<string> Buffer(string request, ServerCallContext context) => Task.FromResult(_prefix + request);

        public Task<string> Announced(string request, ServerCallContext context) => Task.FromResult(_prefix + request);

        public Task<string> ThrowsFirst(string request, ServerCallContext context) => Task.FromResult(_prefix + request);

        public Task<string> ThrowsHalfway(string request, ServerCallContext context) => Task.FromResult(_prefix + request);

        public Task<string> WritesLess(string request, ServerCallContext context) => Task.FromResult(_prefix + request);

        public Task<string> NeverCompletes(string request, ServerCallContext context) => Task.FromResult(_prefix + request);

        private static Marshaller<string> Write(Action<string, SerializationContext> write) =>
            Marshallers.Create(write, context => Encoding.UTF8.GetString(context.PayloadAsReadOnlySequence()));
    }
}
