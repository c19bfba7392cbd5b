namespace Grpc.Net.Client.Internal;

/// <summary>The calls of a channel that have not ended: a list through the calls themselves, so that a call costs no memory here.</summary>
internal sealed class ActiveCalls
{
    private readonly Lock _gate = new();
    private GrpcCall? _first;
    private bool _closed;

    /// <summary>Adds a call; false when the channel has been disposed.</summary>
    public bool TryAdd(GrpcCall call)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            call.Links = new Links(null, _first, IsListed: true);
            if (_first is not null)
                _first.Links = _first.Links with { Previous = call };
            _first = call;
            return true;
        }
    }

    /// <summary>Takes a call out, if it is in.</summary>
    public void Remove(GrpcCall call)
    {
        lock (_gate)
        {
            var (previous, next, isListed) = call.Links;
            if (!isListed)
                return;
            if (previous is null)
                _first = next;
            else
                previous.Links = previous.Links with { Next = next };
            if (next is not null)
                next.Links = next.Links with { Previous = previous };
            call.Links = default;
        }
    }

    /// <summary>Ends all calls, and takes no more.</summary>
    public void Close()
    {
        var calls = new List<GrpcCall>();
        lock (_gate)
        {
            _closed = true;
            for (var call = _first; call is not null; call = call.Links.Next)
                calls.Add(call);
        }

        // Outside of the gate, since each takes itself out.
        foreach (var call in calls)
            call.Dispose();
    }

    /// <summary>A call's neighbours.</summary>
    internal readonly record struct Links(GrpcCall? Previous, GrpcCall? Next, bool IsListed);
}
