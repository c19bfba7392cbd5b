namespace MctsAspire.MctsService.Search.Core;

/// <summary>A problem that can be searched, without its types.</summary>
internal interface IProblem
{
    /// <summary>What returns of 0 and 1 stand for, in the problem's units.</summary>
    ValueRange Range { get; }

    /// <summary>Makes the search of one shard.</summary>
    IShard CreateShard(SearchOptions options, int shard, int shards);

    /// <summary>The actions and outcomes of a line of play in words.</summary>
    IReadOnlyList<string> DescribeLine(IReadOnlyList<int> line);

    /// <summary>The actions or outcomes that are open after a line of play, in words and by their index; none when play has ended.</summary>
    IReadOnlyList<string> ListActions(IReadOnlyList<int> line);

    /// <summary>One of the root's actions in words.</summary>
    string DescribeAction(int action);
}
