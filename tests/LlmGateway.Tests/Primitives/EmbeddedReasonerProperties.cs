using FsCheck.Xunit;
using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Tests.Primitives;

[Properties(Arbitrary = [typeof(Generators)])]
public sealed class EmbeddedReasonerProperties
{
    private const int DocumentOffset = 7;

    [Property(MaxTest = 200)]
    public void CitationsAreTheDocumentsOwnText(DocumentText question, DocumentText first, DocumentText second)
    {
        foreach (var citation in Answer(question, first, second).Citations)
        {
            var text = citation.DocumentId == "a" ? first.Value : second.Value;
            citation.Text.ShouldBe(text[(citation.Start - DocumentOffset)..(citation.End - DocumentOffset)]);
        }
    }

    [Property(MaxTest = 200)]
    public void ConfidenceIsAProbabilityAndNoMoreIsCitedThanOneReads(DocumentText question, DocumentText first, DocumentText second)
    {
        var draft = Answer(question, first, second);
        draft.Confidence.ShouldBeInRange(0, 1);
        draft.Text.ShouldNotBeNullOrWhiteSpace();
        draft.Citations.Count.ShouldBeInRange(draft.Answerable ? 1 : 0, draft.Answerable ? 4 : 3);
    }

    [Property(MaxTest = 100)]
    public void TheSameRequestHasTheSameResponse(DocumentText question, DocumentText first, DocumentText second) =>
        Answer(question, first, second).ShouldBe(Answer(question, first, second));

    [Property(MaxTest = 200)]
    public void ProposalsHaveUniqueLabelsAndPriorsThatSumToOne(DocumentText question, DocumentText first, DocumentText second)
    {
        using var reader = new EvidenceReader();
        var reasoner = new EmbeddedReasoner(reader);
        var state = new ReasoningState();
        for (var depth = 0; depth < 8; depth++)
        {
            var request = new ProposeRequest { Query = question.Value, State = state };
            request.Passages.AddRange(Library(first, second));
            var proposals = reasoner.ProposeAsync(request, CancellationToken.None).GetAwaiter().GetResult().Proposals;
            if (state.Concluded)
            {
                proposals.ShouldBeEmpty();
                return;
            }

            proposals.ShouldNotBeEmpty();
            proposals.Sum(proposal => proposal.Prior).ShouldBe(1, 1e-9);
            proposals.ShouldAllBe(proposal => proposal.Prior >= 0 && proposal.Prior <= 1);
            proposals.Select(proposal => proposal.Label).Distinct().Count().ShouldBe(proposals.Count);
            state = Take(state, proposals[depth % proposals.Count]);

            var evaluate = new EvaluateRequest { Query = question.Value, State = state };
            evaluate.Passages.AddRange(Library(first, second));
            reasoner.EvaluateAsync(evaluate, CancellationToken.None).GetAwaiter().GetResult().Value.ShouldBeInRange(0, 1);
        }

        state.Concluded.ShouldBeTrue("every line ends after a few pieces of evidence");
    }

    [Property(MaxTest = 200)]
    public void DecompositionGivesOneToTheAskedNumberOfQuestions(DocumentText question)
    {
        using var reader = new EvidenceReader();
        var request = new DecomposeRequest { Query = "Who? " + question.Value, MaxSubQuestions = 3 };
        var parts = new EmbeddedReasoner(reader).DecomposeAsync(request, CancellationToken.None).GetAwaiter().GetResult().SubQuestions;
        parts.Count.ShouldBeInRange(1, 3);
        parts.ShouldAllBe(part => !string.IsNullOrWhiteSpace(part));
    }

    private static ReasoningState Take(ReasoningState state, Proposal proposal)
    {
        var next = state.Clone();
        if (proposal.StepCase == Proposal.StepOneofCase.Strategy)
            next.Strategy = proposal.Strategy;
        else if (proposal.StepCase == Proposal.StepOneofCase.Evidence)
            next.Evidence.Add(proposal.Evidence);
        else
            next.Concluded = true;
        return next;
    }

    private static Draft Answer(DocumentText question, DocumentText first, DocumentText second)
    {
        using var reader = new EvidenceReader();
        var request = new AnswerRequest { Query = question.Value };
        request.Passages.AddRange(Library(first, second));
        return new EmbeddedReasoner(reader).AnswerAsync(request, CancellationToken.None).GetAwaiter().GetResult().Draft;
    }

    private static IEnumerable<Passage> Library(DocumentText first, DocumentText second) =>
        [Passages.Of("a", first.Value, "First", start: DocumentOffset), Passages.Of("b", second.Value, "Second", start: DocumentOffset)];
}
