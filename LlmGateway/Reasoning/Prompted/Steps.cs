using System.Text.RegularExpressions;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>Turns the steps that a model proposes into proposals: those that fit the state, each once, with priors that sum to 1.</summary>
internal static partial class Steps
{
    private const double LeastPrior = 0.001;
    private const int LabelLength = 80;

    /// <summary>The proposals, best first.</summary>
    /// <param name="output">What the model answered.</param>
    /// <param name="state">The line so far.</param>
    /// <param name="passages">The passages.</param>
    /// <param name="most">How many at most.</param>
    public static List<Proposal> Read(ProposeOutput output, ReasoningState state, IReadOnlyList<Passage> passages, int most)
    {
        var isRoot = state.Strategy.Length == 0 && state.Evidence.Count == 0;
        var proposals = output.Steps
            .Select(step => Read(step, isRoot, state, passages))
            .OfType<Proposal>()
            .DistinctBy(proposal => proposal.Label)
            .OrderByDescending(proposal => proposal.Prior)
            .Take(most)
            .ToList();
        var sum = proposals.Sum(proposal => proposal.Prior);
        foreach (var proposal in proposals)
            proposal.Prior /= sum;
        return proposals;
    }

    private static Proposal? Read(StepOutput step, bool isRoot, ReasoningState state, IReadOnlyList<Passage> passages)
    {
        var prior = Math.Max(LeastPrior, step.Prior);
        if (isRoot)
        {
            return step.Kind == "strategy" && StrategyName().IsMatch(step.Text)
                ? new Proposal { Strategy = step.Text, Label = $"strategy: {step.Text}", Prior = prior }
                : null;
        }

        if (step.Kind == "conclude")
            return new Proposal { Conclude = true, Label = "conclude", Prior = prior };
        if (step.Kind != "evidence" || QuoteFinder.Find(passages, new QuoteOutput(step.Passage, step.Text)) is not { } citation
            || state.Evidence.Any(other => other.DocumentId == citation.DocumentId && other.Start == citation.Start && other.End == citation.End))
        {
            return null;
        }

        return new Proposal { Evidence = citation, Label = Label(citation), Prior = prior };
    }

    private static string Label(Citation citation)
    {
        var text = string.Join(' ', citation.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length > LabelLength)
            text = string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[LabelLength - 1]) ? LabelLength - 1 : LabelLength), "…");
        return $"cite {citation.DocumentId}@{citation.Start}-{citation.End}: {text}";
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,39}\z")]
    private static partial Regex StrategyName();
}
