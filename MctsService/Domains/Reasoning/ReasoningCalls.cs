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
/// <param name="shard">The shard, from 0.</param>
internal sealed class ReasoningCalls(string runId, string step, long seed, int shard)
{
    // JSON and language models' APIs hold integers of 53 bits exactly.
    private const int SeedShift = 64 - 53;

    private readonly long _seed = (long)new Xorshift(seed, shard).NextBits();

    /// <summary>The context of the call of that number.</summary>
    public CallContext Of(int sequence)
    {
        var random = new Xorshift(_seed, sequence);
        return new CallContext { RunId = runId, Step = step, Shard = shard, Sequence = sequence, Seed = (long)(random.NextBits() >> SeedShift) };
    }

    /// <summary>A context without what differs between two runs of the same search.</summary>
    public static CallContext Canonical(CallContext context) =>
        new() { Shard = context.Shard, Sequence = context.Sequence, Seed = context.Seed };
}
