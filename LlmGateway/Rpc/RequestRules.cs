using System.Globalization;
using Google.Protobuf.Collections;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using Citation = MctsAspire.Protos.Llm.Citation;

namespace MctsAspire.LlmGateway.Rpc;

/// <summary>What requests may hold. The first field that breaks a rule is named, with what is allowed.</summary>
internal static class RequestRules
{
    /// <summary>Passages of one request.</summary>
    public const int MostPassages = 50;

    /// <summary>UTF-16 code units of one passage.</summary>
    public const int LongestPassage = 20_000;

    /// <summary>UTF-16 code units of an answer, an earlier turn or a message.</summary>
    public const int LongestText = 200_000;

    private const int LongestName = 1000;
    private const int LongestTitle = 2000;
    private const int MostTurns = 100;
    private const int MostCitations = 200;
    private const int MostEvidence = 50;
    private const int MostDrafts = 32;
    private const int MostSubQuestions = 8;
    private const int MostProposals = 50;
    private const int MostIssues = 100;
    private const int MostMessages = 1000;
    private const int MostEmbedded = 2048;
    private const int MostStops = 4;
    private const int LongestStop = 100;

    private static readonly string[] Roles = ["system", "user", "assistant"];
    private static readonly string[] Agents = ["hrm", "trm", "mcts"];

    /// <summary>Checks a request.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="ValidationException">It breaks a rule.</exception>
    public static void Check(DecomposeRequest request)
    {
        Common(request.Query, request.Passages, request.History, request.Context);
        Range("max_sub_questions", request.MaxSubQuestions, 0, MostSubQuestions);
    }

    /// <inheritdoc cref="Check(DecomposeRequest)"/>
    public static void Check(AnswerRequest request)
    {
        Common(request.Query, request.Passages, request.History, request.Context);
        Check(request.Generation);
    }

    /// <inheritdoc cref="Check(DecomposeRequest)"/>
    public static void Check(CritiqueRequest request)
    {
        Common(request.Query, request.Passages, [], request.Context);
        Check("draft", request.Draft);
        Check(request.Generation);
    }

    /// <inheritdoc cref="Check(DecomposeRequest)"/>
    public static void Check(RefineRequest request)
    {
        Common(request.Query, request.Passages, [], request.Context);
        Check("draft", request.Draft);
        if (request.Critique is not { } critique)
            throw new ValidationException("critique", "is missing");
        Texts("critique.issues", critique.Issues, MostIssues, LongestText);
        Texts("critique.missing", critique.Missing, MostIssues, LongestText);
        Fraction("critique.score", critique.Score);
        Check(request.Generation);
    }

    /// <inheritdoc cref="Check(DecomposeRequest)"/>
    public static void Check(ProposeRequest request)
    {
        Common(request.Query, request.Passages, request.History, request.Context);
        Check(request.State);
        Range("max_proposals", request.MaxProposals, 0, MostProposals);
    }

    /// <inheritdoc cref="Check(DecomposeRequest)"/>
    public static void Check(EvaluateRequest request)
    {
        Common(request.Query, request.Passages, request.History, request.Context);
        Check(request.State);
    }

    /// <inheritdoc cref="Check(DecomposeRequest)"/>
    public static void Check(SynthesizeRequest request)
    {
        Common(request.Query, request.Passages, request.History, request.Context);
        Count("drafts", request.Drafts.Count, 1, MostDrafts);
        for (var i = 0; i < request.Drafts.Count; i++)
        {
            if (!Agents.Contains(request.Drafts[i].Agent))
                throw new ValidationException($"drafts[{i}].agent", "must be hrm, trm or mcts");
            Check($"drafts[{i}].draft", request.Drafts[i].Draft);
        }

        Check(request.Generation);
    }

    /// <inheritdoc cref="Check(DecomposeRequest)"/>
    public static void Check(CompleteRequest request)
    {
        Count("messages", request.Messages.Count, 1, MostMessages);
        for (var i = 0; i < request.Messages.Count; i++)
        {
            if (!Roles.Contains(request.Messages[i].Role))
                throw new ValidationException($"messages[{i}].role", "must be system, user or assistant");
            Length($"messages[{i}].content", request.Messages[i].Content, 0, LongestText);
        }

        Length("model", request.Model, 0, LongestName);
        if (request.HasTopP)
            TopP("top_p", request.TopP);
        Count("stop", request.Stop.Count, 0, MostStops);
        for (var i = 0; i < request.Stop.Count; i++)
            CodePoints($"stop[{i}]", request.Stop[i], 1, LongestStop);
        if (request.Form is { } form)
            OutputFormRules.Check("form", form);
        Check(request.Generation);
        Check(request.Context);
    }

    /// <inheritdoc cref="Check(DecomposeRequest)"/>
    public static void Check(GetBudgetsRequest request)
    {
        Length("client_id", request.ClientId, 0, LongestName);
        Length("thread_id", request.ThreadId, 0, LongestName);
        Length("run_id", request.RunId, 0, LongestName);
    }

    /// <inheritdoc cref="Check(DecomposeRequest)"/>
    public static void Check(EmbedRequest request)
    {
        Texts("texts", request.Texts, MostEmbedded, LongestText);
        Count("texts", request.Texts.Count, 1, MostEmbedded);
        Length("model", request.Model, 0, LongestName);
        Check(request.Context);
    }

    private static void Common(string query, RepeatedField<Passage> passages, RepeatedField<Turn> history, CallContext? context)
    {
        Check(context);
        CodePoints("query", query, 1, Limits.QueryLength);
        if (string.IsNullOrWhiteSpace(query))
            throw new ValidationException("query", "must hold more than white space");
        Count("passages", passages.Count, 0, MostPassages);
        for (var i = 0; i < passages.Count; i++)
            Check($"passages[{i}]", passages[i]);
        Count("history", history.Count, 0, MostTurns);
        for (var i = 0; i < history.Count; i++)
        {
            Length($"history[{i}].query", history[i].Query, 0, LongestText);
            Length($"history[{i}].response", history[i].Response, 0, LongestText);
        }
    }

    private static void Check(CallContext? context)
    {
        if (context is null)
            return;
        Length("context.run_id", context.RunId, 0, LongestName);
        Length("context.step", context.Step, 0, LongestName);
        Range("context.shard", context.Shard, 0, int.MaxValue);
        if (context.Sequence < 0)
            throw new ValidationException("context.sequence", $"must not be negative, and is {context.Sequence}");
        Length("context.client_id", context.ClientId, 0, LongestName);
        Length("context.thread_id", context.ThreadId, 0, LongestName);
        Range("context.shards", context.Shards, 0, int.MaxValue);
    }

    private static void Check(string field, Passage passage)
    {
        Length($"{field}.document_id", passage.DocumentId, 1, LongestName);
        Length($"{field}.passage_id", passage.PassageId, 1, LongestName);
        Length($"{field}.title", passage.Title, 0, LongestTitle);
        Length($"{field}.heading", passage.Heading, 0, LongestTitle);
        Length($"{field}.text", passage.Text, 1, LongestPassage);
        if (passage.Start < 0 || passage.End - (long)passage.Start != passage.Text.Length)
            throw new ValidationException($"{field}.end", $"must be start plus the text's {passage.Text.Length} UTF-16 code units");
        if (!double.IsFinite(passage.Score))
            throw new ValidationException($"{field}.score", "must be a finite number");
    }

    private static void Check(string field, Draft? draft)
    {
        if (draft is null)
            throw new ValidationException(field, "is missing");
        Length($"{field}.text", draft.Text, 0, LongestText);
        Fraction($"{field}.confidence", draft.Confidence);
        Check($"{field}.citations", draft.Citations, MostCitations);
    }

    private static void Check(ReasoningState? state)
    {
        if (state is null)
            return;
        Length("state.strategy", state.Strategy, 0, LongestName);
        Check("state.evidence", state.Evidence, MostEvidence);
    }

    private static void Check(string field, RepeatedField<Citation> citations, int most)
    {
        Count(field, citations.Count, 0, most);
        for (var i = 0; i < citations.Count; i++)
        {
            Length($"{field}[{i}].document_id", citations[i].DocumentId, 1, LongestName);
            if (citations[i].Start < 0 || citations[i].End - (long)citations[i].Start != citations[i].Text.Length)
                throw new ValidationException($"{field}[{i}].end", $"must be start plus the text's {citations[i].Text.Length} UTF-16 code units");
        }
    }

    private static void Check(Generation? generation)
    {
        if (generation is { HasTemperature: true } && generation.Temperature is not (>= 0 and <= Limits.Temperature))
            throw new ValidationException("generation.temperature", string.Create(CultureInfo.InvariantCulture, $"must be a number from 0 to {Limits.Temperature}, and is {generation.Temperature}"));
        if (generation is { HasMaxTokens: true })
            Range("generation.max_tokens", generation.MaxTokens, 1, Limits.MaxTokens);
        if (generation is { HasTopP: true })
            TopP("generation.top_p", generation.TopP);
    }

    private static void TopP(string field, double value)
    {
        if (value is not (> 0 and <= 1))
            throw new ValidationException(field, string.Create(CultureInfo.InvariantCulture, $"must be a number above 0 and at most 1, and is {value}"));
    }

    private static void Range(string field, int value, int least, int most)
    {
        if (value < least || value > most)
            throw new ValidationException(field, $"must be an integer from {least} to {most}, and is {value}");
    }

    private static void Fraction(string field, double value)
    {
        if (value is not (>= 0 and <= 1))
            throw new ValidationException(field, string.Create(CultureInfo.InvariantCulture, $"must be a number from 0 to 1, and is {value}"));
    }

    private static void Count(string field, int count, int least, int most)
    {
        if (count < least || count > most)
            throw new ValidationException(field, $"must have {least} to {most} entries, and has {count}");
    }

    private static void Texts(string field, RepeatedField<string> texts, int most, int longest)
    {
        Count(field, texts.Count, 0, most);
        for (var i = 0; i < texts.Count; i++)
            Length($"{field}[{i}]", texts[i], 0, longest);
    }

    private static void Length(string field, string text, int least, int most)
    {
        if (text.Length < least || text.Length > most)
            throw new ValidationException(field, $"must have {least} to {most} UTF-16 code units, and has {text.Length}");
    }

    private static void CodePoints(string field, string text, int least, int most)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        if (count < least || count > most)
            throw new ValidationException(field, $"must have {least} to {most} characters, and has {count}");
    }
}
