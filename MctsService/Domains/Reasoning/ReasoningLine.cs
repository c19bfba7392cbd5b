using Google.Protobuf;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.Protos.Llm;

namespace MctsAspire.MctsService.Domains.Reasoning;

/// <summary>A line of reasoning: the strategy, then the evidence in the order in which it was chosen. Not changed once it is made.</summary>
internal sealed class ReasoningLine
{
    private ReasoningLine(ReasoningState state) => State = state;

    /// <summary>The line without a step.</summary>
    public static ReasoningLine Empty { get; } = new(new ReasoningState());

    /// <summary>The line as the language service takes it; must not be changed.</summary>
    public ReasoningState State { get; }

    /// <summary>The line with one more step.</summary>
    public ReasoningLine With(Proposal step)
    {
        var state = new ReasoningState { Strategy = State.Strategy, Evidence = { State.Evidence }, Concluded = State.Concluded };
        switch (step.StepCase)
        {
            case Proposal.StepOneofCase.Strategy:
                state.Strategy = step.Strategy;
                break;
            case Proposal.StepOneofCase.Evidence:
                state.Evidence.Add(step.Evidence);
                break;
            case Proposal.StepOneofCase.Conclude:
                state.Concluded = true;
                break;
            default:
                throw new ArgumentException("A proposal holds a step.", nameof(step));
        }

        return new(state);
    }

    /// <summary>The SHA-256 of the line: its protobuf form has its fields in order and no maps, so equal lines have equal bytes.</summary>
    public StateKey Key() => StateKey.Of(State.ToByteArray());
}
