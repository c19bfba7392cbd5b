using System.ComponentModel.DataAnnotations;
using System.Text;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Requests;
using ValidationException = MctsAspire.ServiceDefaults.Errors.ValidationException;

namespace MctsAspire.ServiceDefaults.Tests.Requests;

public sealed class StrictJsonTests
{
    private const string QueryText = "a text of 1 to 10000 characters";

    [Fact]
    public void AFullRequestIsRead()
    {
        var request = Parse<QueryRequest>("""{"query":"Why?","use_mcts":false,"use_rag":false,"mcts_iterations":200,"thread_id":"s_1-A","seed":7}""");

        request.ShouldBe(new QueryRequest { Query = "Why?", UseMcts = false, UseRag = false, MctsIterations = 200, ThreadId = "s_1-A", Seed = 7 });
    }

    [Fact]
    public void AbsentFieldsHaveTheirDefaults() =>
        Parse<QueryRequest>("""{"query":"Why?"}""").ShouldBe(new QueryRequest { Query = "Why?", UseMcts = true, UseRag = true });

    [Fact]
    public void NullIsTakenWhereAFieldIsOptional() =>
        Parse<QueryRequest>("""{"query":"Why?","mcts_iterations":null,"thread_id":null,"seed":null}""").ShouldBe(new QueryRequest { Query = "Why?" });

    [Fact]
    public void AByteOrderMarkIsSkipped() =>
        Parse<QueryRequest>("\uFEFF{\"query\":\"Why?\"}").Query.ShouldBe("Why?");

    [Theory]
    [InlineData("""{"query":"a","colour":1}""", "colour", "is not a known field; known are query, use_mcts, use_rag, mcts_iterations, thread_id, seed, temperature, max_tokens, top_p, history")]
    [InlineData("""{"Query":"a"}""", "Query", "is not a known field; known are query, use_mcts, use_rag, mcts_iterations, thread_id, seed, temperature, max_tokens, top_p, history")]
    [InlineData("""{"query":"a","query":"b"}""", "query", "stands there twice; send it once")]
    [InlineData("""{"query":"a","qu\u0065ry":"b"}""", "query", "stands there twice; send it once")]
    [InlineData("{}", "query", "is required and must be " + QueryText)]
    [InlineData("""{"query":null}""", "query", "must be " + QueryText + ", and is null")]
    [InlineData("""{"query":["a"]}""", "query", "must be " + QueryText + ", and is an array")]
    [InlineData("""{"query":{}}""", "query", "must be " + QueryText + ", and is an object")]
    [InlineData("""{"query":12}""", "query", "must be " + QueryText + ", and is 12")]
    [InlineData("""{"query":""}""", "query", "must have 1 to 10000 characters, and has 0")]
    [InlineData("""{"query":" \n\t"}""", "query", "must hold more than white space, and be " + QueryText)]
    [InlineData("""{"query":"a\u0000b"}""", "query", "must not hold the NUL character")]
    [InlineData("""{"query":"\ud800"}""", "query", "must not hold a lone surrogate")]
    [InlineData("""{"query":"\uDC00x"}""", "query", "must not hold a lone surrogate")]
    [InlineData("""{"query":"\ud83d\u0041"}""", "query", "must not hold a lone surrogate")]
    [InlineData("""{"query":"\ud83d\ud83d\ude00"}""", "query", "must not hold a lone surrogate")]
    [InlineData("""{"query":"a","use_mcts":"true"}""", "use_mcts", "must be true or false, and is a text")]
    [InlineData("""{"query":"a","use_mcts":null}""", "use_mcts", "must be true or false, and is null")]
    [InlineData("""{"query":"a","use_rag":1}""", "use_rag", "must be true or false, and is 1")]
    [InlineData("""{"query":"a","mcts_iterations":0}""", "mcts_iterations", "must be an integer from 1 to 10000, and is 0")]
    [InlineData("""{"query":"a","mcts_iterations":10001}""", "mcts_iterations", "must be an integer from 1 to 10000, and is 10001")]
    [InlineData("""{"query":"a","mcts_iterations":-1}""", "mcts_iterations", "must be an integer from 1 to 10000, and is -1")]
    [InlineData("""{"query":"a","mcts_iterations":200.5}""", "mcts_iterations", "must be an integer from 1 to 10000, and is 200.5")]
    [InlineData("""{"query":"a","mcts_iterations":"200"}""", "mcts_iterations", "must be an integer from 1 to 10000, and is a text")]
    [InlineData("""{"query":"a","mcts_iterations":1e400}""", "mcts_iterations", "must be an integer from 1 to 10000, and is 1e400")]
    [InlineData("""{"query":"a","mcts_iterations":99999999999999999999}""", "mcts_iterations", "must be an integer from 1 to 10000, and is 99999999999999999999")]
    [InlineData("""{"query":"a","mcts_iterations":3000000000}""", "mcts_iterations", "must be an integer from 1 to 10000, and is 3000000000")]
    [InlineData("""{"query":"a","mcts_iterations":true}""", "mcts_iterations", "must be an integer from 1 to 10000, and is true")]
    [InlineData("""{"query":"a","seed":-1}""", "seed", "must be an integer from 0 to 9007199254740991, and is -1")]
    [InlineData("""{"query":"a","seed":9007199254740992}""", "seed", "must be an integer from 0 to 9007199254740991, and is 9007199254740992")]
    [InlineData("""{"query":"a","thread_id":""}""", "thread_id", "must have 1 to 100 characters, and has 0")]
    [InlineData("""{"query":"a","thread_id":"a b"}""", "thread_id", "must be a text of 1 to 100 characters that matches ^[a-zA-Z0-9_-]+$")]
    [InlineData("""{"query":"a","thread_id":"a\n"}""", "thread_id", "must be a text of 1 to 100 characters that matches ^[a-zA-Z0-9_-]+$")]
    [InlineData("""[{"query":"a"}]""", "body", "must be an object, and is an array")]
    [InlineData("null", "body", "must be an object, and is null")]
    [InlineData("\"query\"", "body", "must be an object, and is a text")]
    [InlineData("", "body", "is empty; send a JSON object")]
    [InlineData(" \r\n\t ", "body", "is empty; send a JSON object")]
    public void ABodyThatBreaksARuleIsRefusedByItsField(string json, string field, string problem)
    {
        var refused = Should.Throw<ValidationException>(() => Parse<QueryRequest>(json));

        refused.Field.ShouldBe(field);
        refused.Problem.ShouldBe(problem);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"query":"a"}}""")]
    [InlineData("""{"query":"a"} x""")]
    [InlineData("""{"query":"a"}{"query":"a"}""")]
    [InlineData("""{"query":"a",}""")]
    [InlineData("""{'query':'a'}""")]
    [InlineData("""{"query":"a" /* why */}""")]
    [InlineData("""{"query":"a\x"}""")]
    [InlineData("{\"query\":\"a\nb\"}")]
    [InlineData("{\"query\":\"a\0b\"}")]
    [InlineData("""{"query":NaN}""")]
    [InlineData("""{"query":"a","mcts_iterations":01}""")]
    [InlineData("""{"query":"a","mcts_iterations":Infinity}""")]
    [InlineData("""{"query":"a""")]
    public void WhatIsNotJsonIsRefusedAsTheBodyWithItsPlace(string json)
    {
        var refused = Should.Throw<ValidationException>(() => Parse<QueryRequest>(json));

        refused.Field.ShouldBe("body");
        refused.Problem.ShouldContain("is not valid JSON");
        refused.Problem.ShouldContain("at line ");
    }

    [Fact]
    public void InvalidUtf8IsRefused()
    {
        byte[] json = [.. "{\"query\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Should.Throw<ValidationException>(() => StrictJson.Parse<QueryRequest>(json)).Message.ShouldBe("body: must be valid UTF-8");
    }

    [Fact]
    public void ALengthIsCountedInCodePoints()
    {
        Parse<QueryRequest>(Json(string.Concat(Enumerable.Repeat("😀", 10_000)))).Query.Length.ShouldBe(20_000);
        Should.Throw<ValidationException>(() => Parse<QueryRequest>(Json(new string('a', 10_001))))
            .Message.ShouldBe("query: must have 1 to 10000 characters, and has 10001");
    }

    [Fact]
    public void DeepNestingIsRefusedWithoutBeingWalked()
    {
        var deep = new string('[', 100_000);

        Should.Throw<ValidationException>(() => Parse<QueryRequest>($$"""{"query":{{deep}}""")).Field.ShouldBe("query");
        Should.Throw<ValidationException>(() => Parse<QueryRequest>(deep)).Field.ShouldBe("body");
        Should.Throw<ValidationException>(() => Parse<Anything>($$"""{"value":{{deep}}""")).Problem.ShouldContain("nested deeper than 32 levels");
    }

    [Fact]
    public void ANumberThatNoDoubleHoldsIsRefused() =>
        Should.Throw<ValidationException>(() => Parse<SearchRequest>("""{"query":"a","exploration_weight":1e400}"""))
            .Message.ShouldBe("exploration_weight: must be a number from 0 to 10, and is 1e400");

    [Fact]
    public void ANumberOutOfRangeIsRefusedWithItsRange() =>
        Should.Throw<ValidationException>(() => Parse<SearchRequest>("""{"query":"a","exploration_weight":10.5}"""))
            .Message.ShouldBe("exploration_weight: must be a number from 0 to 10, and is 10.5");

    [Fact]
    public void ANumberBeyondEveryIntIsRefusedWithItsRange() =>
        Should.Throw<ValidationException>(() => Parse<SearchRequest>("""{"query":"a","max_nodes":1000000000000}"""))
            .Message.ShouldBe("max_nodes: must be an integer from 1 to 64000000, and is 1000000000000");

    [Fact]
    public void AValueThatIsNotOneOfTheAllowedIsRefusedWithThem() =>
        Should.Throw<ValidationException>(() => Parse<SearchRequest>("""{"query":"a","preset":"quick"}"""))
            .Message.ShouldBe("preset: must be one of fast, balanced, thorough, exploration_heavy, exploitation_heavy");

    [Fact]
    public void AProblemInsideAListIsNamedByItsPlace()
    {
        const string good = """{"title":"t","text":"x"}""";

        Should.Throw<ValidationException>(() => Parse<IReadOnlyList<DocumentInput>>($$"""[{{good}},{"title":"t"}]""")).Field.ShouldBe("[1].text");
        Should.Throw<ValidationException>(() => Parse<IReadOnlyList<DocumentInput>>($$"""[{{good}},{"title":"","text":"x"}]""")).Field.ShouldBe("[1].title");
        Should.Throw<ValidationException>(() => Parse<IReadOnlyList<DocumentInput>>($$"""[{{good}},null]""")).Message.ShouldBe("[1]: must be an object, and is null");
    }

    [Theory]
    [InlineData("""{"a":"1","a":"2"}""", "metadata.a", "stands there twice; send it once")]
    [InlineData("""{"a":"1","\u0061":"2"}""", "metadata.a", "stands there twice; send it once")]
    [InlineData("""{"a":1}""", "metadata.a", "must be a text, and is 1")]
    [InlineData("""{"a":null}""", "metadata.a", "must be a text, and is null")]
    [InlineData("""{"a":"\u0000"}""", "metadata.a", "must not hold the NUL character")]
    [InlineData("""{"\ud800":"1"}""", "metadata", "must not hold a lone surrogate")]
    [InlineData("""[]""", "metadata", "must be an object of at most 50 entries, and is an array")]
    public void AMapIsCheckedEntryByEntry(string metadata, string field, string problem)
    {
        var refused = Should.Throw<ValidationException>(() => Parse<DocumentInput>($$"""{"title":"t","text":"x","metadata":{{metadata}}}"""));

        refused.Message.ShouldBe($"{field}: {problem}");
    }

    [Fact]
    public void AMapHasABound()
    {
        var entries = string.Join(',', Enumerable.Range(0, 51).Select(number => $"\"k{number}\":\"v\""));

        Should.Throw<ValidationException>(() => Parse<DocumentInput>($$$"""{"title":"t","text":"x","metadata":{ {{{entries}}} }}"""))
            .Message.ShouldBe("metadata: must be an object of at most 50 entries");
    }

    [Fact]
    public void AFieldNameFromOutsideIsMadeHarmlessInTheMessage()
    {
        var refused = Should.Throw<ValidationException>(() => Parse<QueryRequest>($$"""{"a\r\n\u202e{{new string('x', 500)}}":1}"""));

        refused.Field.ShouldStartWith("a\\u000d\\u000a\\u202ex");
        refused.Field.Length.ShouldBeLessThan(80);
    }

    [Fact]
    public void AnAnonymousPartOfABodyMayBeAnyJsonButNoBrokenText()
    {
        Parse<Anything>("""{"value":{"a":[1,{"b":null}],"c":"d"}}""").Value.GetProperty("c").GetString().ShouldBe("d");
        Should.Throw<ValidationException>(() => Parse<Anything>("""{"value":{"a":[1,{"b":"\ud800"}]}}""")).Field.ShouldBe("value.a[1].b");
        Should.Throw<ValidationException>(() => Parse<Anything>("""{"value":{"a":[{"b":1,"b":2}]}}""")).Message.ShouldBe("value.a[0].b: stands there twice; send it once");
        Should.Throw<ValidationException>(() => Parse<Anything>("""{"value":1} 2""")).Field.ShouldBe("body");
    }

    private static string Json(string query) => $$"""{"query":"{{query}}"}""";

    private static T Parse<T>(string json) => StrictJson.Parse<T>(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void ARecordSaysWhichFieldsGoTogether()
    {
        Parse<Interval>("""{"low_end":1,"high_end":2}""").HighEnd.ShouldBe(2);
        Should.Throw<ValidationException>(() => Parse<Interval>("""{"low_end":2,"high_end":1}""")).Message.ShouldBe("high_end: must be at least low_end");
        Should.Throw<ValidationException>(() => Parse<List<Interval>>("""[{"low_end":2,"high_end":1}]""")).Field.ShouldBe("[0].high_end");
    }

    [Fact]
    public void ABoundThatIsNotAllowedItselfIsToldAsSuch() =>
        Should.Throw<ValidationException>(() => Parse<Interval>("""{"low_end":0,"high_end":1}""")).Message.ShouldBe("low_end: must be a number above 0 and at most 9, and is 0");

    private sealed record Interval : IValidatableObject
    {
        [Range(0.0, 9.0, MinimumIsExclusive = true)]
        public required double LowEnd { get; init; }

        public required double HighEnd { get; init; }

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (HighEnd < LowEnd)
                yield return new ValidationResult("must be at least low_end", [nameof(HighEnd)]);
        }
    }

    private sealed record Anything(System.Text.Json.JsonElement Value);
}
