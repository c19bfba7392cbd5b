namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>An issuer whose keys are on their way until the test lets them arrive.</summary>
internal sealed class HeldPublisher : HttpMessageHandler, IHttpClientFactory
{
    private readonly TaskCompletionSource<string> _keys = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Answer(string keys) => _keys.SetResult(keys);

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        new() { Content = new StringContent(await _keys.Task.WaitAsync(cancellationToken)) };
}
