namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>An issuer whose keys are on their way until the test lets them arrive, and again when it holds them back.</summary>
internal sealed class HeldPublisher : HttpMessageHandler, IHttpClientFactory
{
    private volatile TaskCompletionSource<string> _keys = New();
    private int _asked;

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public void Answer(string keys) => _keys.SetResult(keys);

    public void Hold() => _keys = New();

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var keys = _keys.Task;
        Interlocked.Increment(ref _asked);
        return new HttpResponseMessage { Content = new StringContent(await keys.WaitAsync(cancellationToken)) };
    }

    private static TaskCompletionSource<string> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
