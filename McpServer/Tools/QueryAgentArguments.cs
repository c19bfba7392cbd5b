using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MctsAspire.Protos.Rest;

namespace MctsAspire.McpServer.Tools;

/// <summary>What <c>query_agent</c> takes.</summary>
internal sealed record QueryAgentArguments
{
    [AllowedValues("hrm", "trm", "mcts", "auto")]
    [Description("The agent: hrm splits the question, trm drafts and refines, mcts searches; auto is whichever has learned to answer such questions best.")]
    public required string AgentType { get; init; }

    [Required, CodePoints(1, Limits.QueryLength)]
    [Description("The question.")]
    public required string Query { get; init; }

    [Range(0, Limits.Temperature), DefaultValue(0.7)]
    [Description("How freely a language model may write; the embedded reasoner ignores it.")]
    public double Temperature { get; init; } = 0.7;

    [Range(1, Limits.MaxTokens)]
    [Description("Tokens that a language model may write; the embedded reasoner ignores it. Absent: the service's own limit.")]
    public int? MaxTokens { get; init; }
}
