using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains.Models;

/// <summary>A model as a problem: searched by samples, as a tree with known probabilities, or by dynamic programming.</summary>
internal sealed class MarkovProblem(MarkovModel model, CancellationToken cancellationToken = default) : IProblem
{
    // A node with an edge; both grow by doubling.
    private const long BytesPerNode = 128;
    private const long BytesPerChild = 8;

    private readonly Problem<MarkovDomain, MarkovDomain.Situation> _sampled = new(new MarkovDomain(model, cancellationToken));

    /// <summary>The model.</summary>
    public MarkovModel Model => model;

    /// <inheritdoc/>
    public ValueRange Range => _sampled.Range;

    /// <inheritdoc/>
    public int Players => 1;

    /// <inheritdoc/>
    public int MaxActions => _sampled.MaxActions;

    /// <inheritdoc/>
    public bool HasTranspositions => false;

    /// <inheritdoc/>
    public bool IsModel => true;

    /// <inheritdoc/>
    public PlayCut? Cut => _sampled.Domain.Cut;

    /// <inheritdoc/>
    public RolloutPolicy DefaultRollout => _sampled.DefaultRollout;

    /// <inheritdoc/>
    public long Bytes => MarkovModel.BytesOf(model.StateCount, model.Actions.Length, model.Next.Length);

    /// <inheritdoc/>
    public long BytesOf(SearchOptions options, int shards)
    {
        var (nodes, iterations) = (options.MaxNodes / shards, ((long)options.Iterations / shards) + 1);
        return options switch
        {
            { Backup: Backup.Mean } => _sampled.BytesOf(options, shards),
            { Transpositions: true } => TrialProgramming.BytesOf(Math.Min(nodes, model.StateCount * (1 + (long)(model.Horizon ?? 0)))),
            _ => (BytesPerNode * Math.Min(nodes, iterations)) + (BytesPerChild * Math.Min(nodes, iterations * _sampled.MaxActions * _sampled.MaxActions)),
        };
    }

    /// <inheritdoc/>
    public IShard CreateShard(SearchOptions options, int shard, int shards) => options switch
    {
        { Backup: Backup.Mean } => _sampled.CreateShard(options, shard, shards),
        { Transpositions: true } => new TrialProgramming(_sampled.Domain, options, shard, shards),
        _ => new ModelTree(_sampled.Domain, options, shard, shards),
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeLine(IReadOnlyList<int> line) => _sampled.DescribeLine(line);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListActions(IReadOnlyList<int> line) => _sampled.ListActions(line);

    /// <inheritdoc/>
    public bool HasChoice(IReadOnlyList<int> line) => _sampled.HasChoice(line);

    /// <inheritdoc/>
    public string DescribeState(IReadOnlyList<int> line) => _sampled.DescribeState(line);

    /// <inheritdoc/>
    public string DescribeAction(int action) => _sampled.DescribeAction(action);
}
