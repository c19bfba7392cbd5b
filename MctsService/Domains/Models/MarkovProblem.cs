using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains.Models;

/// <summary>A model as a problem: searched by samples, as a tree with known probabilities, or by dynamic programming.</summary>
internal sealed class MarkovProblem(MarkovModel model) : IProblem
{
    private readonly Problem<MarkovDomain, MarkovDomain.Situation> _sampled = new(new MarkovDomain(model));

    /// <summary>The model.</summary>
    public MarkovModel Model => model;

    /// <inheritdoc/>
    public ValueRange Range => _sampled.Range;

    /// <inheritdoc/>
    public IShard CreateShard(SearchOptions options, int shard, int shards) => options switch
    {
        { Backup: Backup.Mean } => _sampled.CreateShard(options, shard, shards),
        { Transpositions: true } => new TrialProgramming(model, options, shard, shards),
        _ => new ModelTree(model, options, shard, shards),
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeLine(IReadOnlyList<int> line) => _sampled.DescribeLine(line);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListActions(IReadOnlyList<int> line) => _sampled.ListActions(line);

    /// <inheritdoc/>
    public string DescribeAction(int action) => _sampled.DescribeAction(action);
}
