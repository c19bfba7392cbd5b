namespace MctsAspire.MctsService.Search.Core;

/// <summary>A problem that can be searched, without its types.</summary>
internal interface IProblem
{
    /// <summary>What returns of 0 and 1 stand for, in the problem's units.</summary>
    ValueRange Range { get; }

    /// <summary>Players, at least 1.</summary>
    int Players { get; }

    /// <summary>The most actions, or outcomes, of any state.</summary>
    int MaxActions { get; }

    /// <summary>Whether lines of play that meet can share what follows.</summary>
    bool HasTranspositions { get; }

    /// <summary>Whether all probabilities are known, so that values can be the best action's.</summary>
    bool IsModel { get; }

    /// <summary>Where play is cut off in playouts; <see langword="null"/> where all play has an end.</summary>
    PlayCut? Cut { get; }

    /// <summary>How a leaf is valued when the search names no policy.</summary>
    RolloutPolicy DefaultRollout { get; }

    /// <summary>The problem's own memory.</summary>
    long Bytes { get; }

    /// <summary>The most memory that one shard's search can take, beside <see cref="Bytes"/>.</summary>
    long BytesOf(SearchOptions options, int shards);

    /// <summary>Makes the search of one shard.</summary>
    IShard CreateShard(SearchOptions options, int shard, int shards);

    /// <summary>The actions and outcomes of a line of play in words.</summary>
    IReadOnlyList<string> DescribeLine(IReadOnlyList<int> line);

    /// <summary>The actions or outcomes that are open after a line of play, in words and by their index; none when play has ended.</summary>
    IReadOnlyList<string> ListActions(IReadOnlyList<int> line);

    /// <summary>Whether a player moves after a line of play; not where play has ended or chance moves.</summary>
    bool HasChoice(IReadOnlyList<int> line);

    /// <summary>The state after a line of play in words or as a picture.</summary>
    string DescribeState(IReadOnlyList<int> line);

    /// <summary>One of the root's actions in words.</summary>
    string DescribeAction(int action);
}
