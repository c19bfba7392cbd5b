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

    // Bytes of a problem that are read at once.
    private const int ShortJson = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, IProblem Problem, long Bytes)> _kept = new();
    private readonly Dictionary<string, SharedReading> _reading = [];
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

    /// <summary>
    /// Reads a problem, or takes the one that was read from the same bytes. What may take long is read on a thread of its own, once for all who
    /// ask meanwhile: the threads of the pool have calls to answer. Who gives up leaves at once; the reading ends when nobody is left.
    /// </summary>
    public async ValueTask<IProblem> GetAsync(DomainEntry domain, ReadOnlyMemory<byte> json, ReadingContext context)
    {
        var key = $"{domain.Name}/{Convert.ToHexStringLower(SHA256.HashData(json.Span))}";
        SharedReading? reading = null;
        lock (_lock)
        {
            if (Find(key) is { } known)
                return Take(known, context);
            if (domain.BuildsModel || json.Length > ShortJson)
            {
                reading = Join(key, domain, json);
            }
        }

        if (reading is null)
        {
            var problem = Read(domain, json, context);
            lock (_lock)
                Keep(key, problem);
            return Take(problem, context);
        }

        try
        {
            return Take(await reading.Problem.WaitAsync(context.CancellationToken).ConfigureAwait(false), context);
        }
        finally
        {
            Leave(key, reading);
        }
    }

    private SharedReading Join(string key, DomainEntry domain, ReadOnlyMemory<byte> json)
    {
        if (!_reading.TryGetValue(key, out var reading))
        {
            reading = new();
            _reading.Add(key, reading);
            reading.Begin(unwanted => ReadShared(key, reading, domain, json, unwanted));
        }

        reading.Join();
        return reading;
    }

    private IProblem ReadShared(string key, SharedReading reading, DomainEntry domain, ReadOnlyMemory<byte> json, CancellationToken unwanted)
    {
        IProblem? problem = null;
        try
        {
            // Its memory counts until it has ended, whoever is still there.
            using var reservation = budget.Open();
            problem = Read(domain, json, new ReadingContext(reservation.GrowTo, unwanted));
            return problem;
        }
        finally
        {
            lock (_lock)
            {
                Forget(key, reading);
                if (problem is not null)
                    Keep(key, problem);
                reading.End();
            }
        }
    }

    private void Leave(string key, SharedReading reading)
    {
        lock (_lock)
        {
            if (reading.Leave())
                Forget(key, reading);
        }
    }

    private void Forget(string key, SharedReading reading)
    {
        if (_reading.GetValueOrDefault(key) == reading)
            _reading.Remove(key);
    }

    private static IProblem Read(DomainEntry domain, ReadOnlyMemory<byte> json, ReadingContext context)
    {
        context.Reserve(BytesPerByteOfJson * json.Length);
        return domain.Read!(json, context);
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
        if (_kept.Any(item => item.Key == key))
            return;
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
