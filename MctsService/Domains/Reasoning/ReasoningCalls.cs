using MctsAspire.MctsService.Search;
using MctsAspire.Protos.Llm;

namespace MctsAspire.MctsService.Domains.Reasoning;

/// <summary>
/// Numbers the language calls of one shard, so that the journal answers a repeated search. Each call has a seed of its own: a
/// repeated state is sampled anew, and the same search samples the same.
/// </summary>
/// <param name="runId">The run.</param>
/// <param name="step">The step of the run; another for each search of it.</param>
/// <param name="seed">The search's seed.</param>
/// <param name="shard">The shard, from 0.</param>
internal sealed class ReasoningCalls(string runId, string step, long seed, int shard)
{
    // JSON and language models' APIs hold integers of 53 bits exactly.
    private const int SeedShift = 64 - 53;

    private readonly ulong _seed = SearchRandom.Derive((ulong)seed, (ulong)shard);
    private long _sequence;

    /// <summary>The context of the next call.</summary>
    public CallContext Next()
    {
        var sequence = _sequence++;
        return new CallContext
        {
            RunId = runId,
            Step = step,
            Shard = shard,
            Sequence = sequence,
            Seed = (long)(SearchRandom.Derive(_seed, (ulong)sequence) >> SeedShift),
        };
    }
}
