using System.Runtime.CompilerServices;
using MctsAspire.MetaControllerService.Configuration;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;
using MctsAspire.Storage.Artifacts;
using MctsAspire.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.MetaControllerService.Tests.Models;

public sealed class ModelHostTests : IAsyncLifetime, IDisposable
{
    private const int MostBytes = 1_000_000;

    private static readonly MetaControllerSettings Settings = new() { Type = "rnn", Threshold = 0 };

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-models-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2025, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly CountingLogger _log = new();
    private readonly EmbeddedStorage _storage;
    private readonly ModelHost _host;

    public ModelHostTests()
    {
        _storage = new EmbeddedStorage(_folder, _time);
        _host = new ModelHost(new ModelArtifacts(_storage.Artifacts, "rnn", MostBytes), Settings, _time, _log);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _storage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task WithoutAModelTheRulesDecideAndItIsSaid()
    {
        await _host.StartAsync(default);

        _host.Current.Type.ShouldBe("rules");
        _host.Problem.ShouldBe("There is no model: The artifact meta-controller/rnn is not there.");
        _log.Messages.ShouldContain(message => message.StartsWith("The rules decide: the settings ask for rnn", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheModelThatWasStoredLastIsServed()
    {
        await PutAsync(TestModels.RandomRnn(1));
        _time.Advance(TimeSpan.FromDays(1));
        var newest = await PutAsync(TestModels.RandomRnn(2));

        await _host.StartAsync(default);

        (_host.Current.Type, _host.Current.Version, _host.Current.Source, _host.Problem).ShouldBe(("rnn", TestModels.RandomRnn(2).Version, newest.Id, ""));
    }

    [Fact]
    public async Task ANewerModelIsFoundByLooking()
    {
        await PutAsync(TestModels.RandomRnn(1));
        await _host.StartAsync(default);
        _time.Advance(TimeSpan.FromDays(1));
        await PutAsync(TestModels.RandomRnn(2));

        await _host.PollAsync(default);

        _host.Current.Version.ShouldBe(TestModels.RandomRnn(2).Version);
        (await _host.ReloadAsync(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task AModelOfAnotherTypeIsLeftAlone()
    {
        await ModelArtifacts.PutAsync(_storage.Artifacts, TestModels.RandomBert(1), int.MaxValue, default);

        await _host.StartAsync(default);

        _host.Current.Type.ShouldBe("rules");
    }

    [Fact]
    public async Task ABrokenModelChangesNothingAndIsLoggedOnce()
    {
        await PutAsync(TestModels.RandomRnn(1));
        await _host.StartAsync(default);
        _time.Advance(TimeSpan.FromDays(1));
        await _storage.Artifacts.PutAsync(ModelArtifacts.Owner, "rnn", TestModels.File(TestModels.RandomRnn(2)).AsMemory(0, 900), default);

        await _host.PollAsync(default);
        await _host.PollAsync(default);
        var failure = await Should.ThrowAsync<ConfigurationException>(_host.ReloadAsync(default));

        failure.Message.ShouldContain("is cut off");
        failure.Message.ShouldEndWith($"What was served before ({TestModels.RandomRnn(1).Version}) goes on.");
        _host.Problem.ShouldBe(failure.Message);
        _host.Current.Version.ShouldBe(TestModels.RandomRnn(1).Version);
        _log.Errors.ShouldBe(1);
    }

    [Fact]
    public async Task AModelWhoseTensorsDoNotFitIsRefusedByTheTensor()
    {
        var bundle = TestModels.RandomRnn(1);
        var wider = ModelBundle.Of(TestModels.Gru with { HiddenSize = 8 }, bundle.Weights);
        await _storage.Artifacts.PutAsync(ModelArtifacts.Owner, "rnn", TestModels.File(wider), default);

        var failure = await Should.ThrowAsync<ConfigurationException>(_host.ReloadAsync(default));

        failure.Message.ShouldContain("Tensor 'gru.weight_ih_l0' has the shape [12, 10], expected: [24, 10]");
    }

    [Fact]
    public async Task ABrokenArtifactAtTheStartLeavesTheRules()
    {
        await _storage.Artifacts.PutAsync(ModelArtifacts.Owner, "rnn", "no model"u8.ToArray(), default);

        await _host.StartAsync(default);

        _host.Current.Type.ShouldBe("rules");
        _host.Problem.ShouldContain("can't be used");
    }

    [Fact]
    public async Task AModelThatTheSettingsNameMustBeUsable()
    {
        var path = Path.Combine(_folder, "model.safetensors");
        await File.WriteAllTextAsync(path, "no model");
        using var host = HostOf(path, Settings with { Model = path });

        (await Should.ThrowAsync<ConfigurationException>(host.StartAsync(default))).Message.ShouldStartWith("The model model.safetensors can't be used: ");
    }

    [Fact]
    public async Task AFileThatIsReplacedIsLoadedAnew()
    {
        var path = Path.Combine(_folder, "model.safetensors");
        await File.WriteAllBytesAsync(path, TestModels.File(TestModels.RandomRnn(1)));
        using var host = HostOf(path, Settings with { Model = path });
        await host.StartAsync(default);
        await File.WriteAllBytesAsync(path, TestModels.File(TestModels.RandomRnn(2)));
        File.SetLastWriteTimeUtc(path, new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await host.PollAsync(default);

        host.Current.Version.ShouldBe(TestModels.RandomRnn(2).Version);
        host.Current.Source.ShouldBe("model.safetensors");
    }

    [Fact]
    public async Task ABundleOfAnotherTypeThanTheSettingsIsRefused()
    {
        var path = Path.Combine(_folder, "model.safetensors");
        await File.WriteAllBytesAsync(path, TestModels.File(TestModels.RandomBert(1)));
        using var host = HostOf(path, Settings with { Model = path });

        (await Should.ThrowAsync<ConfigurationException>(host.ReloadAsync(default))).Message.ShouldContain("type is bert, and the settings ask for rnn");
    }

    [Fact]
    public async Task AModelThatNobodyUsesAnyMoreIsGarbage()
    {
        await PutAsync(TestModels.RandomRnn(1));
        await _host.StartAsync(default);
        var old = Old();
        _time.Advance(TimeSpan.FromDays(1));
        await PutAsync(TestModels.RandomRnn(2));

        await _host.PollAsync(default);

        await Eventually.HoldsAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !old.IsAlive;
        });
    }

    [Fact]
    public async Task TheWatcherLooksFromTimeToTime()
    {
        using var watcher = new ModelWatcher(_host, Settings with { PollSeconds = 30 }, _time);
        await watcher.StartAsync(default);
        await PutAsync(TestModels.RandomRnn(1));

        await Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            return _host.Current.Type == "rnn";
        });

        await watcher.StopAsync(default);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Old() => new(_host.Current);

    private Task<ArtifactInfo> PutAsync(ModelBundle bundle) => ModelArtifacts.PutAsync(_storage.Artifacts, bundle, int.MaxValue, default);

    private ModelHost HostOf(string path, MetaControllerSettings settings) => new(new ModelPath(path, MostBytes), settings, _time, _log);

    private sealed class CountingLogger : ILogger<ModelHost>
    {
        public List<string> Messages { get; } = [];

        public int Errors { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Messages.Add(formatter(state, exception));
            Errors += logLevel == LogLevel.Error ? 1 : 0;
        }
    }
}
