using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Llm;

namespace MctsAspire.MctsService.Domains.Reasoning;

/// <summary>
/// The keys under which the language calls of one shard are journalled, so that the journal answers a repeated search. Each call has a seed
/// of its own: a repeated state is sampled anew, and the same search samples the same.
/// </summary>
/// <param name="runId">The run.</param>
/// <param name="step">The step of the run; another for each search of it.</param>
/// <param name="seed">The search's seed.</param>
/// <param name="shard">Which shard, from 0, of how many: they share the search's budget.</param>
internal sealed class ReasoningCalls(string runId, string step, long seed, (int Number, int Of) shard)
{
    // JSON and language models' APIs hold integers of 53 bits exactly.
    private const int SeedShift = 64 - 53;

    private readonly long _seed = (long)new Xorshift(seed, shard.Number).NextBits();

    /// <summary>Who pays, and in which conversation; empty: nobody.</summary>
    public (string ClientId, string ThreadId) Payer { get; init; } = ("", "");

    /// <summary>The context of the call of that number.</summary>
    public CallContext Of(int sequence)
    {
        var random = new Xorshift(_seed, sequence);
        return new CallContext
        {
            RunId = runId,
            Step = step,
            Shard = shard.Number,
            Shards = shard.Of,
            Sequence = sequence,
            Seed = (long)(random.NextBits() >> SeedShift),
            ClientId = Payer.ClientId,
            ThreadId = Payer.ThreadId,
        };
    }

    /// <summary>A context without what differs between two runs of the same search.</summary>
    public static CallContext Canonical(CallContext context) =>
        new() { Shard = context.Shard, Sequence = context.Sequence, Seed = context.Seed };
}
