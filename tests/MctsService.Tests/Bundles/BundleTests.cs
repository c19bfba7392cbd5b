using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Google.Protobuf;
using Grpc.Core;
using MctsAspire.MctsService.Bundles;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Bundles;

public sealed class BundleTests : IAsyncLifetime
{
    private SearchService _service = null!;
    private byte[] _bundle = [];

    public async Task InitializeAsync()
    {
        _service = await SearchService.StartAsync();
        _bundle = (await _service.Client.SearchAsync(Small())).Bundle.ToByteArray();
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task AnUntouchedBundleIsVerified()
    {
        var answer = await VerifyAsync(_bundle);

        answer.Differences.ShouldBeEmpty();
        answer.Verified.ShouldBeTrue();
    }

    [Fact]
    public async Task EqualSearchesHaveEqualBundlesOnEveryReplica()
    {
        await using var other = await SearchService.StartAsync(false, 8, ("Search:Workers", "1"));

        (await other.Client.SearchAsync(Small())).Bundle.ToByteArray().ShouldBe(_bundle);
        (await other.Client.VerifyAsync(new VerifyRequest { Bundle = ByteString.CopyFrom(_bundle) })).Verified.ShouldBeTrue();
    }

    [Fact]
    public void ABundleHoldsTheRequestWithEveryDefaultFilledIn()
    {
        var bundle = JsonNode.Parse(_bundle)!;

        bundle["seed"]!.GetValue<long>().ShouldBe(42);
        bundle["request"]!["preset"]!.GetValue<string>().ShouldBe("balanced");
        bundle["request"]!["selection"]!.GetValue<string>().ShouldBe("ucb1");
        bundle["request"]!["shards"]!.GetValue<int>().ShouldBe(2);
        bundle["result"]!["statistics"]!.AsObject().ShouldNotContain(field => field.Key == "elapsed_ms" || field.Key == "simulations_per_second");
        bundle["hashes"]!["result"]!.GetValue<string>().ShouldBe(ResultBundle.Hash(Encoding.UTF8.GetBytes(Raw("result"))));
    }

    [Property(MaxTest = 200)]
    public Property AChangedByteAnywhereIsFound() => Prop.ForAll(
        Gen.Choose(0, _bundle.Length - 1).ToArbitrary(),
        Gen.Choose(1, 255).ToArbitrary(),
        (place, change) =>
        {
            var changed = (byte[])_bundle.Clone();
            changed[place] ^= (byte)change;
            var answer = VerifyAsync(changed).GetAwaiter().GetResult();
            return !answer.Verified && answer.Differences.Count > 0;
        });

    [Theory]
    [InlineData("\"seed\":42", "\"seed\":43", "seed")]
    [InlineData("\"visits\":", "\"visits\": ", "canonical")]
    [InlineData("{\"format\"", " {\"format\"", "canonical")]
    [InlineData("mcts-aspire/bundle/1", "mcts-aspire/bundle/2", "format")]
    [InlineData("\"journal\":[[],[]]", "\"journal\":[[]]", "shards")]
    public async Task AChangeIsNamed(string from, string to, string says)
    {
        var text = Encoding.UTF8.GetString(_bundle);
        text.ShouldContain(from);
        var at = text.IndexOf(from, StringComparison.Ordinal);

        var answer = await VerifyAsync(Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length))));

        answer.Verified.ShouldBeFalse();
        string.Join('\n', answer.Differences).ShouldContain(says);
    }

    [Fact]
    public async Task AResultThatWasForgedWithItsHashIsFoundByRunningAgain()
    {
        var bundle = JsonNode.Parse(_bundle)!;
        bundle["result"]!["statistics"]!["nodes"] = 7;
        bundle["hashes"]!["result"] = ResultBundle.Hash(Encoding.UTF8.GetBytes(bundle["result"]!.ToJsonString()));

        var answer = await VerifyAsync(Encoding.UTF8.GetBytes(bundle.ToJsonString()));

        answer.Differences.ShouldContain(line => line.StartsWith("result.statistics.nodes: is 7, and ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASearchThatTimeEndedIsVerified()
    {
        var request = Problems.Endless("");
        (request.Bundle, request.TimeLimitMs, request.Explain) = (true, 200, true);
        var response = await _service.Client.SearchAsync(request);
        response.StopReason.ShouldBe("time");

        (await VerifyAsync(response.Bundle.ToByteArray())).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task ASearchOfCallsIsVerifiedWithoutACall()
    {
        var request = Problems.Request(60, 0.2, 0.9, 0.4);
        request.Bundle = true;
        request.Shards = 2;
        var response = await _service.Client.SearchAsync(request);
        var calls = _service.Reasoning.Contexts.Count;

        (await VerifyAsync(response.Bundle.ToByteArray())).Differences.ShouldBeEmpty();

        _service.Reasoning.Contexts.Count.ShouldBe(calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"format\":1,\"request\":2,\"seed\":\"x\",\"journal\":{},\"result\":null,\"hashes\":[]}")]
    [InlineData("{\"format\":\"mcts-aspire/bundle/1\",\"request\":{},\"seed\":1e99,\"journal\":[],\"result\":{},\"hashes\":{}}")]
    [InlineData("{\"format\":\"mcts-aspire/bundle/1\",\"request\":{},\"seed\":1,\"journal\":[[null]],\"result\":{\"statistics\":{}},\"hashes\":{}}")]
    [InlineData("{\"format\":\"mcts-aspire/bundle/1\",\"request\":{},\"seed\":1,\"journal\":[],\"result\":{\"statistics\":{}},\"hashes\":{}}")]
    public async Task WhatIsNoBundleIsRefusedOrNotVerified(string bundle)
    {
        if (bundle.Length == 0)
            (await Should.ThrowAsync<RpcException>(VerifyAsync([]))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
        else
            (await VerifyAsync(Encoding.UTF8.GetBytes(bundle))).Verified.ShouldBeFalse();
    }

    private static SearchRequest Small()
    {
        var request = Problems.Native("connect_four", "{\"width\":4,\"height\":4}", 300);
        (request.Bundle, request.Shards, request.Explain) = (true, 2, true);
        return request;
    }

    private async Task<VerifyResponse> VerifyAsync(byte[] bundle) =>
        await _service.Client.VerifyAsync(new VerifyRequest { Bundle = ByteString.CopyFrom(bundle) });

    private string Raw(string part) => BundleJson.Parse(_bundle).GetProperty(part).GetRawText();
}
