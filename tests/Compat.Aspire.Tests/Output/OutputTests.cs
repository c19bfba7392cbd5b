using MctsAspire.Compat.Aspire.Tests.Hosting;

namespace MctsAspire.Compat.Aspire.Tests.Output;

public sealed class OutputTests
{
    [Fact]
    public async Task LinesStandBehindTheNameOfTheirResourceAtOneWidth()
    {
        await using var app = await SampleApp.StartHealthyAsync("completion", "--done");

        await app.LineAsync("one is healthy");

        app.Host.Lines.ShouldContain("job     | work is done");
        app.Host.Lines.Where(line => line.Contains(" | ", StringComparison.Ordinal)).ShouldAllBe(line => line.IndexOf(" | ", StringComparison.Ordinal) == 7);
    }

    [Fact]
    public async Task BinaryAndEndlessOutputHarmsNobody()
    {
        await using var app = await SampleApp.StartHealthyAsync("one", "--output");

        app.Host.Output.Any(character => char.IsControl(character) && character != '\n').ShouldBeFalse();
        app.Host.Lines.Max(line => line.Length).ShouldBeLessThan(17_000);
        app.Host.Output.ShouldContain("more bytes)");
        app.Host.Lines.ShouldContain("one     | output ends");
    }
}
