using MctsAspire.MctsService.Domains.Reasoning;
using MctsAspire.Protos.Llm;

namespace MctsAspire.MctsService.Tests.Domains;

public class ReasoningLineTests
{
    private static readonly Proposal Direct = new() { Strategy = "direct", Label = "Strategy: direct" };
    private static readonly Proposal First = new() { Evidence = new Citation { PassageId = "a" }, Label = "Cite a" };
    private static readonly Proposal Second = new() { Evidence = new Citation { PassageId = "b" }, Label = "Cite b" };
    private static readonly Proposal End = new() { Conclude = true, Label = "Conclude" };

    [Fact]
    public void StepsAddUpInTheirOrder()
    {
        var state = ReasoningLine.Empty.With(Direct).With(First).With(Second).With(End).State;

        state.Strategy.ShouldBe("direct");
        state.Evidence.Select(citation => citation.PassageId).ShouldBe(["a", "b"]);
        state.Concluded.ShouldBeTrue();
    }

    [Fact]
    public void AStepLeavesTheLineBeforeItAsItWas()
    {
        var before = ReasoningLine.Empty.With(Direct);

        before.With(First);

        before.State.Evidence.ShouldBeEmpty();
        ReasoningLine.Empty.State.ShouldBe(new ReasoningState());
    }

    [Fact]
    public void EqualLinesHaveEqualKeysAndOthersDoNot()
    {
        var line = ReasoningLine.Empty.With(Direct).With(First).With(Second);

        ReasoningLine.Empty.With(Direct).With(First).With(Second).Key().ShouldBe(line.Key());
        ReasoningLine.Empty.With(Direct).With(Second).With(First).Key().ShouldNotBe(line.Key());
        line.With(End).Key().ShouldNotBe(line.Key());
        ReasoningLine.Empty.With(Direct).Key().ShouldNotBe(ReasoningLine.Empty.Key());
    }

    [Fact]
    public void AProposalWithoutAStepIsNoStep()
    {
        Should.Throw<ArgumentException>(() => ReasoningLine.Empty.With(new Proposal { Label = "nothing" }));
    }
}
