namespace Grpc.Core;

/// <summary>The part that the four call types share: a state object and what can be asked of it.</summary>
internal readonly struct AsyncCallState
{
    private readonly object _state;
    private readonly object _headers;
    private readonly Func<object, Status> _status;
    private readonly Func<object, Metadata> _trailers;
    private readonly Action<object> _dispose;

    public AsyncCallState(Func<object, Task<Metadata>> headers, Func<object, Status> status, Func<object, Metadata> trailers, Action<object> dispose, object state)
    {
        _headers = headers;
        _status = status;
        _trailers = trailers;
        _dispose = dispose;
        _state = state;
    }

    public AsyncCallState(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
    {
        _headers = headers;
        _status = static state => ((Delegates)state).Status();
        _trailers = static state => ((Delegates)state).Trailers();
        _dispose = static state => ((Delegates)state).Dispose();
        _state = new Delegates(status, trailers, dispose);
    }

    public Task<Metadata> ResponseHeaders => _headers as Task<Metadata> ?? ((Func<object, Task<Metadata>>)_headers)(_state);

    public Status GetStatus() => _status(_state);

    public Metadata GetTrailers() => _trailers(_state);

    public void Dispose() => _dispose(_state);

    private sealed record Delegates(Func<Status> Status, Func<Metadata> Trailers, Action Dispose);
}
