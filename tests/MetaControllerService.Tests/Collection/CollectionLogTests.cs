using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Collection;

public sealed class CollectionLogTests : IDisposable
{
    private static readonly string Line = File.ReadLines(Path.Combine(Repository.Root, "samples", "router", "collected.jsonl")).First();

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("my notes\nsecond line without an end")]
    [InlineData("no line end at all")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"task\":1}\nrest")]
    public async Task AFileThatCollectDidNotWriteIsLeftAsItIs(string content)
    {
        await File.WriteAllTextAsync(_file, content);

        await Should.ThrowAsync<ValidationException>(() => CollectionLog.OpenAsync(_file, default));

        (await File.ReadAllTextAsync(_file)).ShouldBe(content);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"ta")]
    [InlineData("{\"task\":\"7-1\",\"kind")]
    public async Task WhatAKillLeftOfALineIsCutOff(string torn)
    {
        await File.WriteAllTextAsync(_file, Line + "\n" + torn);
        await using (var log = await CollectionLog.OpenAsync(_file, default))
            log.Records.ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(_file)).ShouldBe(Line + "\n");

        await File.WriteAllTextAsync(_file, torn);
        await using (var log = await CollectionLog.OpenAsync(_file, default))
            log.Records.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("outcomes", "hrm", "null", "line 1 outcomes")]
    [InlineData("outcomes", "graph", "null", "line 1 outcomes.graph")]
    [InlineData("states", "start", "null", "line 1 states")]
    [InlineData("states", "trm", "{\"hrm_confidence\":7,\"trm_confidence\":0,\"mcts_value\":0,\"consensus_score\":0,\"last_agent\":\"trm\",\"iteration\":1,\"query_length\":5,\"has_rag_context\":true,\"agents_done\":[\"trm\"]}", "line 1 states.trm")]
    [InlineData("", "logged", "[null,null]", "line 1 logged")]
    public async Task AWrongFieldIsRefusedByItsLineAndName(string parent, string field, string value, string named)
    {
        var line = System.Text.Json.Nodes.JsonNode.Parse(Line)!;
        (parent.Length == 0 ? line : line[parent]!)[field] = System.Text.Json.Nodes.JsonNode.Parse(value);
        await File.WriteAllTextAsync(_file, line.ToJsonString() + "\n");

        (await Should.ThrowAsync<ValidationException>(() => CollectionLog.ReadAsync(_file, default))).Message.ShouldContain(named);
    }
}
