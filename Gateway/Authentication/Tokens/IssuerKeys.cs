using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Authentication.Tokens;

/// <summary>The issuer's keys as they are now. They are fetched beside the start, which waits for no issuer; while they can't be fetched or read later, or what comes is no key set, those that were known go on serving. A set that lacks a key withdraws it, also the last one.</summary>
internal sealed partial class IssuerKeys(TokenSettings settings, IHttpClientFactory clients, TimeProvider time, ILogger<IssuerKeys> logger) : BackgroundService
{
    public const string ClientName = "jwks";

    private const string NotFetched = "they have not been fetched yet";

    private static readonly TimeSpan FileInterval = TimeSpan.FromSeconds(2);

    // Until they were fetched once every token is refused.
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(2);

    // So that tokens that name keys at random don't make us fetch at their pace.
    private static readonly TimeSpan AskedInterval = TimeSpan.FromSeconds(10);

    // An issuer that hangs holds up no request for longer.
    private static readonly TimeSpan AskedPatience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly Lock _gate = new();
    private VerificationKeys _keys = VerificationKeys.Of(settings);
    private string? _text;
    private long? _asked;
    private Task _asking = Task.CompletedTask;
    private CancellationToken _stopping;
    private volatile bool _isAwaited = settings.JwksUrl is not null;

    /// <summary>The keys. They are another object whenever they changed.</summary>
    public VerificationKeys Current => Volatile.Read(ref _keys);

    /// <summary>What is wrong; <see langword="null"/>: nothing.</summary>
    public string? Problem { get; private set; } = settings.JwksUrl is null ? null : NotFetched;

    /// <summary>Whether the issuer's keys were never there yet, so that nothing can be said of its tokens.</summary>
    public bool AreAwaited => _isAwaited;

    /// <summary>
    /// Fetches the keys because a token names one that is not known, unless that was done a moment ago. All tokens wait for the same fetch, until a second after it began; it goes on without them.
    /// </summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        if (settings.JwksUrl is null || _isAwaited)
            return;
        Task asking;
        TimeSpan patience;
        lock (_gate)
        {
            if (_asking.IsCompleted && (_asked is not { } last || time.GetElapsedTime(last) >= AskedInterval))
            {
                _asked = time.GetTimestamp();
                // Not for the request that happens to come first, which may be given up.
                _asking = Task.Run(() => LoadAsync(_stopping), CancellationToken.None);
            }

            (asking, patience) = (_asking, AskedPatience - time.GetElapsedTime(_asked!.Value));
        }

        if (asking.IsCompleted || patience <= TimeSpan.Zero)
            return;
        try
        {
            await asking.WaitAsync(patience, time, cancellationToken);
        }
        catch (Exception problem) when (problem is TimeoutException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // It hangs, or the process is ending: the token is judged by the keys that are known.
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // A file is there or it is not; an address may come back.
        if (settings.JwksFile is { } file && Read(file) is { } problem)
            throw new ConfigurationException("Jwt__JwksFile", $"can't be used: {problem}");
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        _loading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings is { JwksUrl: null, JwksFile: null })
            return;
        _stopping = stoppingToken;
        while (true)
        {
            await LoadAsync(stoppingToken);
            await Task.Delay(Interval(), time, stoppingToken);
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (settings.JwksUrl is { } url)
                await FetchAsync(url, cancellationToken);
            else
                Report(Read(settings.JwksFile!));
        }
        finally
        {
            _loading.Release();
        }
    }

    private TimeSpan Interval()
    {
        if (settings.JwksUrl is null)
            return FileInterval;
        if (_isAwaited)
            return FirstInterval;
        return Problem is null || settings.JwksRefresh < AskedInterval ? settings.JwksRefresh : AskedInterval;
    }

    private async Task FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        string? problem = null;
        try
        {
            using var client = clients.CreateClient(ClientName);
            Take(await client.GetStringAsync(url, cancellationToken));
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            problem = failure is FormatException ? failure.Message : "it can't be fetched";
        }

        Report(problem);
    }

    private string? Read(string file)
    {
        try
        {
            if (!File.Exists(file))
                return "there is no such file";
            // Each time: its time and length may be those of the one before, or of a link that always stays the same.
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > VerificationKeys.MostBytes)
                return $"it has more than {VerificationKeys.MostBytes} bytes";
            using var reader = new StreamReader(stream);
            Take(reader.ReadToEnd());
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            return failure.Message;
        }
    }

    private void Take(string jwks)
    {
        // What is kept of tokens that were checked is kept for as long as the keys are the same.
        if (jwks == _text)
            return;
        var keys = VerificationKeys.Of(settings).With(jwks);
        if (!keys.HasPublished)
            LogNone(VerificationKeys.PublishedKinds);
        Volatile.Write(ref _keys, keys);
        _text = jwks;
        _isAwaited = false;
    }

    private void Report(string? problem)
    {
        if (problem is not null && problem != Problem)
            LogProblem(problem);
        Problem = problem;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The issuer's set of keys holds none for {Kinds}: no token of it is accepted from now on, until it holds one")]
    private partial void LogNone(string kinds);

    [LoggerMessage(Level = LogLevel.Error, Message = "The issuer's keys can't be used, and those that were known, if any, go on serving: {Problem}")]
    private partial void LogProblem(string problem);
}
