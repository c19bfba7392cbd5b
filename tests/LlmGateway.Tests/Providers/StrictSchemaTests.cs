using System.Text.Json;
using MctsAspire.LlmGateway.Providers.OpenAi;

namespace MctsAspire.LlmGateway.Tests.Providers;

public sealed class StrictSchemaTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{},"required":[],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"$ref":"#/$defs/b"}}},"required":["a"],"additionalProperties":false,"$defs":{"b":{"type":["integer","null"]}}}""")]
    public void ASchemaThatOpenAiTakesAsStrictIsAskedForStrictly(string schema) => IsMet(schema).ShouldBeTrue();

    [Theory]
    [InlineData("""{"type":"object"}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"required":["a"]}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"required":[],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"required":["a"],"additionalProperties":{}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":["object","null"]}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"items":{"type":"object"}}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"type":"object"}]}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":[],"required":{},"additionalProperties":false,"$defs":1}""")]
    public void ASchemaThatOpenAiRefusesAsStrictIsAskedForOtherwise(string schema) => IsMet(schema).ShouldBeFalse();

    private static bool IsMet(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return StrictSchema.IsMet(document.RootElement);
    }
}
