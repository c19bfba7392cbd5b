namespace MctsAspire.Integration.Tests;

/// <summary>An app that knows <c>samples/knowledge</c> and that one test after the other may take services from.</summary>
public sealed class FaultApp(CleanClone clone) : IAsyncLifetime
{
    private RunningApp? _app;

    /// <summary>The app, started anew when its host was killed.</summary>
    internal async Task<RunningApp> RunningAsync()
    {
        if (_app is { Services.AppHost: null })
            await DisposeAsync();
        if (_app is not null)
            return _app;
        _app = await RunningApp.StartAsync(clone);
        await _app.IndexAsync(Path.Combine(clone.Folder, "samples", "knowledge"));
        return _app;
    }

    /// <summary>Does nothing: the first test starts the app.</summary>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Ends the app.</summary>
    public async Task DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _app = null;
    }
}
