using MctsAspire.LlmGateway.Budget;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.LlmGateway.Tests.Budget;

public sealed class BudgetOptionsTests
{
    [Fact]
    public void EachScopeHasLimitsOfItsOwnAndNoneByDefault()
    {
        var options = Read(("Budget:ClientPerDay:Usd", "2.5"), ("Budget:Thread:Calls", "0"), ("budget:run:tokens", "1000"));

        options.ClientPerDay.Usd.ShouldBe(2.5m);
        options.ClientPerDay.Tokens.ShouldBeNull();
        options.Thread.Calls.ShouldBe(0);
        options.Run.Tokens.ShouldBe(1000);
    }

    [Theory]
    [InlineData("Budget:Run:Tokens", "-1", "Budget__Run__Tokens must be an integer from 0 to")]
    [InlineData("Budget:Run:Tokens", "1.5", "Budget__Run__Tokens must be an integer")]
    [InlineData("Budget:ClientPerDay:Usd", "2000000", "Budget__ClientPerDay__Usd must be a number from 0 to 1000000")]
    [InlineData("Budget:ClientPerDay:Usd", "much", "Budget__ClientPerDay__Usd must be a number")]
    [InlineData("Budget:Run:Token", "1", "Budget__Run__Token is no limit")]
    [InlineData("Budget:Client:Tokens", "1", "Budget__Client__Tokens is no limit")]
    public void ALimitThatCanNotHoldIsRefusedByName(string name, string value, string problem) =>
        Should.Throw<ConfigurationException>(() => Read((name, value))).Message.ShouldStartWith(problem);

    private static BudgetOptions Read(params (string Name, string? Value)[] settings) =>
        BudgetOptions.From(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Build());
}
