using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Search.Core.Certificates;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Requests;

/// <summary>A request whose every field is in its range, and what the fields mean that it left open.</summary>
internal sealed record SearchPlan
{
    /// <summary>The request with every default filled in: read again, it gives the same plan.</summary>
    public required SearchRequest Request { get; init; }

    /// <summary>The run that the search belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>Who pays for the search's language calls, and in which conversation; empty: nobody.</summary>
    public (string ClientId, string ThreadId) Payer { get; init; } = ("", "");

    /// <summary>The search within the run: the same for equal searches, another for any other.</summary>
    public required string Step { get; init; }

    /// <summary>The preset's name.</summary>
    public required string Preset { get; init; }

    /// <summary>What is searched.</summary>
    public required DomainEntry Domain { get; init; }

    /// <summary>The problem; <see langword="null"/> where evaluations are calls, which <see cref="Request"/> describes.</summary>
    public IProblem? Problem { get; init; }

    /// <summary>The moves that were made from the problem's start on, by their indices; the search goes on where they lead.</summary>
    public IReadOnlyList<int> Moves { get; init; } = [];

    /// <summary>How it is searched; the number of shards is set.</summary>
    public required SearchOptions Options { get; init; }

    /// <summary>When the search ends with what it has found.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>How sure the result should be made; <see langword="null"/>: nothing is asked for.</summary>
    public CertificateOptions? Certificate { get; init; }

    /// <summary>Whether the answers of outside calls are kept for a bundle.</summary>
    public bool Bundle => Request.Bundle;

    /// <summary>Logical shards.</summary>
    public int Shards => Options.Shards!.Value;

    /// <summary>The most memory that one shard can take, beside the problem's own. What is kept of a position is copied when a move is made.</summary>
    public long ShardBytes => (Moves.Count > 0 ? 2 : 1) * (Problem?.BytesOf(Options, Shards) ?? 0);

    /// <summary>Whether an earlier search is run again that was ended before its last iteration.</summary>
    public bool IsRepetition => Request.ShardIterations.Count > 0;

    /// <summary>The iterations of one of the shards: its share, or what it had in the search that is run again.</summary>
    public int IterationsOf(int shard) => IsRepetition ? Request.ShardIterations[shard] : ShardRule.Share(Options.Iterations, Shards, shard);
}
