using Grpc.Core;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.ServiceDefaults.Tests.Rpc;

public sealed class GrpcErrorTests
{
    private static readonly CompleteRequest Request = new();

    public static TheoryData<FrameworkException> Failures => new(
        new ValidationException("mcts_iterations", "must be an integer from 1 to 10000, and is 0 – ü"),
        new AuthenticationException("a"),
        new AuthorizationException("b"),
        new NotFoundException("c"),
        new ConflictException("d"),
        new PayloadTooLargeException("e"),
        new UnsupportedMediaTypeException("f"),
        new RateLimitException("g", TimeSpan.FromSeconds(60)),
        new BudgetException("h"),
        new LlmException("i", TimeSpan.FromMilliseconds(1500)),
        new MctsException("j"),
        new RagException("k"),
        new OperationTimeoutException("l"),
        new ConfigurationException("m"),
        new InternalErrorException("n"),
        new ServiceUnavailableException("o", TimeSpan.FromSeconds(7)));

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task AFailureArrivesAsItWasThrown(FrameworkException failure)
    {
        await using var pair = await ServicePair.StartAsync(FailingModel.Throwing(failure));

        var arrived = await Should.ThrowAsync<FrameworkException>(async () => await pair.Client.CompleteAsync(Request));

        arrived.GetType().ShouldBe(failure.GetType());
        arrived.Code.ShouldBe(failure.Code);
        arrived.Message.ShouldBe(failure.Message);
        arrived.RetryAfter.ShouldBe(failure.RetryAfter);
        (arrived as ValidationException)?.Field.ShouldBe((failure as ValidationException)?.Field);
    }

    [Theory]
    [InlineData("VALIDATION_ERROR", 400, StatusCode.InvalidArgument)]
    [InlineData("AUTHENTICATION_ERROR", 401, StatusCode.Unauthenticated)]
    [InlineData("AUTHORIZATION_ERROR", 403, StatusCode.PermissionDenied)]
    [InlineData("NOT_FOUND", 404, StatusCode.NotFound)]
    [InlineData("CONFLICT", 409, StatusCode.Aborted)]
    [InlineData("PAYLOAD_TOO_LARGE", 413, StatusCode.ResourceExhausted)]
    [InlineData("UNSUPPORTED_MEDIA_TYPE", 415, StatusCode.InvalidArgument)]
    [InlineData("RATE_LIMIT_EXCEEDED", 429, StatusCode.ResourceExhausted)]
    [InlineData("BUDGET_EXHAUSTED", 429, StatusCode.ResourceExhausted)]
    [InlineData("LLM_ERROR", 502, StatusCode.Unavailable)]
    [InlineData("MCTS_ERROR", 500, StatusCode.Internal)]
    [InlineData("RAG_ERROR", 500, StatusCode.Internal)]
    [InlineData("CONFIGURATION_ERROR", 500, StatusCode.FailedPrecondition)]
    [InlineData("SERVICE_UNAVAILABLE", 503, StatusCode.Unavailable)]
    [InlineData("TIMEOUT", 504, StatusCode.DeadlineExceeded)]
    [InlineData("INTERNAL_ERROR", 500, StatusCode.Internal)]
    public void ACodeHasItsStatuses(string name, int http, StatusCode grpc)
    {
        var code = ErrorCode.Find(name)!;

        code.HttpStatus.ShouldBe(http);
        GrpcErrors.StatusOf(code).ShouldBe(grpc);
    }

    [Fact]
    public async Task AnUnforeseenFailureTellsNothingOfItself()
    {
        await using var pair = await ServicePair.StartAsync(FailingModel.Throwing(new InvalidOperationException("Password=hunter2 at Some.Method()")));

        var arrived = await Should.ThrowAsync<InternalErrorException>(async () => await pair.Client.CompleteAsync(Request));

        arrived.Message.ShouldNotContain("hunter2");
        arrived.Message.ShouldNotContain("Some.Method");
    }

    [Fact]
    public async Task AFailureInTheMiddleOfAStreamArrivesBehindWhatWasSent()
    {
        await using var pair = await ServicePair.StartAsync(FailingModel.Throwing(new MctsException("broken")));
        using var call = pair.Client.StreamComplete(Request);

        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        call.ResponseStream.Current.Text.ShouldBe("first");
        (await Should.ThrowAsync<MctsException>(() => call.ResponseStream.MoveNext(CancellationToken.None))).Message.ShouldBe("broken");
    }

    [Fact]
    public async Task AServiceThatIsDownIsUnavailableAndComesBackByItself()
    {
        var pair = await ServicePair.StartAsync(FailingModel.TellingTheRequestId());
        var port = pair.Server.Grpc.Port;
        await pair.Client.CompleteAsync(Request);
        await pair.Server.DisposeAsync();

        var arrived = await Should.ThrowAsync<ServiceUnavailableException>(async () => await pair.Client.CompleteAsync(Request));
        arrived.RetryAfter.ShouldNotBeNull();
        arrived.Message.ShouldContain("llm-gateway");

        await using var again = await ServicePair.ServeAsync(FailingModel.TellingTheRequestId(), port);
        (await pair.Client.CompleteAsync(Request)).Text.ShouldNotBeEmpty();
        await pair.DisposeAsync();
    }

    [Theory]
    [InlineData(0, typeof(ServiceUnavailableException))]
    [InlineData(2, typeof(ServiceUnavailableException))]
    [InlineData(7, typeof(ServiceUnavailableException))]
    [InlineData(1, typeof(InternalErrorException))]
    public async Task AServiceThatResetsACallIsGoingAwayUnlessItSaysAnotherReason(int errorCode, Type failure)
    {
        await using var pair = await ServicePair.StartAsync(new FailingModel(async context =>
        {
            context.GetHttpContext().Features.Get<IHttpResetFeature>()!.Reset(errorCode);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return "";
        }));

        var arrived = await Should.ThrowAsync<FrameworkException>(async () => await pair.Client.CompleteAsync(Request));

        arrived.ShouldBeOfType(failure);
        arrived.Message.ShouldContain("llm-gateway");
    }

    [Fact]
    public async Task ADeadlineThatPassesIsATimeout()
    {
        await using var pair = await ServicePair.StartAsync(new FailingModel(async context =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return "";
        }));

        await Should.ThrowAsync<OperationTimeoutException>(async () => await pair.Client.CompleteAsync(Request, deadline: DateTime.UtcNow.AddMilliseconds(300)));
    }

    [Fact]
    public async Task ACallerWhoCancelsSeesTheCancellationAndTheServiceStops()
    {
        var stopped = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        await using var pair = await ServicePair.StartAsync(new FailingModel(async context =>
        {
            entered.SetResult();
            await using var registration = context.CancellationToken.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return "";
        }));
        using var cancellation = new CancellationTokenSource();
        var call = pair.Client.CompleteAsync(Request, cancellationToken: cancellation.Token).ResponseAsync;
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task TheRequestIdGoesOnWithACall()
    {
        await using var pair = await ServicePair.StartAsync(FailingModel.TellingTheRequestId());
        RequestCorrelation.Set("id-of-this-test");

        (await pair.Client.CompleteAsync(Request)).Text.ShouldBe("id-of-this-test");
    }

    [Fact]
    public async Task AServiceThatSpeaksGrpcTellsItsHealthOverGrpc()
    {
        await using var pair = await ServicePair.StartAsync(FailingModel.TellingTheRequestId());
        using var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress(pair.Server.Grpc);

        var health = await new global::Grpc.Health.V1.Health.HealthClient(channel).CheckAsync(new());

        health.Status.ShouldBe(global::Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving);
    }

    [Fact]
    public async Task AnUnknownMethodIsRefusedAsGrpcDoes()
    {
        await using var server = await TestService.StartAsync(builder => builder.Services.AddGrpcService(), app => app.MapGet("/", () => "hello"));
        using var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress(server.Grpc);

        var refused = await Should.ThrowAsync<RpcException>(async () => await new LanguageModel.LanguageModelClient(channel).CompleteAsync(Request));

        refused.StatusCode.ShouldBe(StatusCode.Unimplemented);
    }
}
