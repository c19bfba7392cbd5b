using FsCheck.Xunit;
using MctsAspire.LlmGateway.Budget;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.LlmGateway.Tests.Budget;

public sealed class PriceTableTests
{
    [Fact]
    public void AModelHasThePriceThatIsSetForItElseItsProvidersElseNone()
    {
        var table = Read(("openai:gpt-4.1-mini", "0.4", "1.6"), ("lmstudio:*", "0", "0"), ("openai:llama3:8b", "0.1", "0.2"));

        table.Of("openai", "gpt-4.1-mini").ShouldBe(new Price(0.4m, 1.6m));
        table.Of("openai", "llama3:8b").ShouldBe(new Price(0.1m, 0.2m));
        table.Of("lmstudio", "any").ShouldBe(new Price(0, 0));
        table.Of("openai", "other").ShouldBeNull();
    }

    [Theory]
    [InlineData("openai:model", "0.4", null)]
    [InlineData("openai:model", "-1", "1")]
    [InlineData("openai:model", "cheap", "1")]
    [InlineData("openai", "1", "1")]
    public void APriceThatIsNoneIsRefusedByName(string model, string input, string? output) =>
        Should.Throw<ConfigurationException>(() => Read((model, input, output))).Message.ShouldContain("Prices:openai");

    [Property]
    public void ACostIsNeverRoundedDown(ushort input, ushort output, byte price)
    {
        var exact = ((input * 0.0125m) + (output * (price / 100m))) * 1000;

        var cost = new Price(0.0125m, price / 100m).Of(input, output);

        ((decimal)cost).ShouldBeInRange(exact, exact + 1);
    }

    private static PriceTable Read(params (string Model, string? Input, string? Output)[] prices) => new(new ConfigurationBuilder()
        .AddInMemoryCollection(prices.SelectMany(price => new[]
        {
            KeyValuePair.Create($"Prices:{price.Model}:Input", price.Input), KeyValuePair.Create($"Prices:{price.Model}:Output", price.Output),
        }))
        .Build());
}
