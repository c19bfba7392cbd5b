using Google.Protobuf;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Runs;

/// <summary>Counts the tokens that a run's language calls used, those of an earlier attempt at the run included.</summary>
internal sealed class RunUsage
{
    private long _input;
    private long _output;

    /// <summary>Counts an answer.</summary>
    public void Add(IMessage answer)
    {
        var usage = answer switch
        {
            DecomposeResponse decomposed => decomposed.Origin?.Usage,
            DraftResponse drafted => drafted.Origin?.Usage,
            CritiqueResponse criticized => criticized.Origin?.Usage,
            Protos.Mcts.SearchResponse found => found.Usage,
            _ => null,
        };
        if (usage is null)
            return;
        Interlocked.Add(ref _input, usage.InputTokens);
        Interlocked.Add(ref _output, usage.OutputTokens);
    }

    /// <summary>What was counted; null: nothing.</summary>
    public TokenUsage? ToRest()
    {
        var (input, output) = (Interlocked.Read(ref _input), Interlocked.Read(ref _output));
        return input + output > 0 ? new TokenUsage(input, output) : null;
    }
}
