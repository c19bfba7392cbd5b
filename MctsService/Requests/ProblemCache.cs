using System.Security.Cryptography;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Requests;

/// <summary>
/// Keeps the problems that were read last, since all shards of a search need the same one. Problems are not changed once they are read.
/// </summary>
internal sealed class ProblemCache(MemoryBudget budget)
{
    private const int Capacity = 16;
    private const int ShareOfBudget = 8;

    // What a byte of JSON becomes while it is taken apart.
    private const long BytesPerByteOfJson = 16;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, IProblem Problem, long Bytes)> _kept = new();
    private readonly Dictionary<string, TaskCompletionSource<IProblem?>> _reading = [];
    private long _bytes;

    /// <summary>Bytes of the problems that are kept; they stay reserved between searches.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <summary>Reads a problem, or takes the one that was read from the same bytes.</summary>
    public IProblem Get(DomainEntry domain, ReadOnlyMemory<byte> json, ReadingContext context)
    {
        var key = $"{domain.Name}/{Convert.ToHexStringLower(SHA256.HashData(json.Span))}";
        while (true)
        {
            TaskCompletionSource<IProblem?>? others;
            var mine = new TaskCompletionSource<IProblem?>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                if (Find(key) is { } known)
                    return Take(known, context);
                if (!_reading.TryGetValue(key, out others))
                    _reading.Add(key, mine);
            }

            if (others is null)
                return Take(Read(key, domain, json, context, mine), context);

            // Whoever reads it may give up; then this one reads it.
            others.Task.Wait(context.CancellationToken);
            if (others.Task.Result is { } problem)
                return Take(problem, context);
        }
    }

    private IProblem Read(string key, DomainEntry domain, ReadOnlyMemory<byte> json, ReadingContext context, TaskCompletionSource<IProblem?> done)
    {
        IProblem? problem = null;
        try
        {
            context.Reserve(BytesPerByteOfJson * json.Length);
            problem = domain.Read!(json, context);
            return problem;
        }
        finally
        {
            lock (_lock)
            {
                _reading.Remove(key);
                if (problem is not null)
                    Keep(key, problem);
            }

            done.SetResult(problem);
        }
    }

    private static IProblem Take(IProblem problem, ReadingContext context)
    {
        context.Reserve(problem.Bytes);
        return problem;
    }

    private IProblem? Find(string key)
    {
        for (var item = _kept.First; item is not null; item = item.Next)
        {
            if (item.Value.Key != key)
                continue;
            _kept.Remove(item);
            _kept.AddFirst(item);
            return item.Value.Problem;
        }

        return null;
    }

    private void Keep(string key, IProblem problem)
    {
        var bytes = problem.Bytes;
        if (bytes > budget.Total / ShareOfBudget)
            return;

        while (_kept.Last is { } last && (_kept.Count >= Capacity || _bytes + bytes > budget.Total / ShareOfBudget))
        {
            _kept.RemoveLast();
            _bytes -= last.Value.Bytes;
            budget.GiveBack(last.Value.Bytes);
        }

        if (!budget.TryTake(bytes))
            return;
        _kept.AddFirst((key, problem, bytes));
        _bytes += bytes;
    }
}
