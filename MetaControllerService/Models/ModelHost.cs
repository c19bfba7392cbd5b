using MctsAspire.MetaControllerService.Configuration;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.Neural.Weights;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;

namespace MctsAspire.MetaControllerService.Models;

/// <summary>Holds what decides now, and puts a newer model in its place. A model that can't be used changes nothing.</summary>
internal sealed partial class ModelHost : IDisposable
{
    private readonly IModelSource? _source;
    private readonly MetaControllerSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<ModelHost> _logger;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile ServedModel _current;
    private volatile string _problem = "";
    private string? _mark;
    private string? _refused;

    /// <summary>Begins with the rules.</summary>
    /// <param name="source">Where models come from; null: the rules decide for good.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="time">The time.</param>
    /// <param name="logger">The log.</param>
    public ModelHost(IModelSource? source, MetaControllerSettings settings, TimeProvider time, ILogger<ModelHost> logger)
    {
        (_source, _settings, _time, _logger) = (source, settings, time, logger);
        _current = ServedModel.Rules(time.GetUtcNow());
    }

    /// <summary>What decides now. Whoever answers a request takes it once.</summary>
    public ServedModel Current => _current;

    /// <summary>Why the newest model isn't served, or why none is; empty when all is well.</summary>
    public string Problem => _problem;

    /// <summary>Loads the first model. Without one in the artifact store, or with a broken one, the rules go on.</summary>
    /// <exception cref="ConfigurationException">The model that the settings name can't be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_source is null)
        {
            LogRules();
            return;
        }

        try
        {
            await ReloadAsync(cancellationToken);
        }
        catch (FrameworkException failure) when (_settings.Model is null)
        {
            LogRefused(failure.Message, failure);
        }

        if (_current.Type == ControllerTypes.Rules)
            LogNoModel(_settings.Type, _source.Place);
    }

    /// <summary>Serves the newest model from now on.</summary>
    /// <returns>Whether another one serves now.</returns>
    /// <exception cref="ConfigurationException">It can't be used; the message says why. What was served goes on.</exception>
    /// <exception cref="ServiceUnavailableException">The place of the models can't be used.</exception>
    public async Task<bool> ReloadAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return _source is not null && await LoadAsync(_source, always: true, cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Looks for a newer model than the one that was looked at last, and serves it. What goes wrong is logged, once for each model.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        if (_source is null)
            return;
        await _oneAtATime.WaitAsync(cancellationToken);
        var known = _problem;
        try
        {
            await LoadAsync(_source, always: false, cancellationToken);
        }
        catch (FrameworkException failure)
        {
            if (known != _problem)
                LogRefused(failure.Message, failure);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private async Task<bool> LoadAsync(IModelSource source, bool always, CancellationToken cancellationToken)
    {
        string? mark = null;
        try
        {
            mark = await source.FindAsync(cancellationToken);
            if (mark is null)
            {
                // What serves goes on: it has been loaded, and may have been deleted for room.
                _problem = $"There is no model: {source.Place} is not there.";
                return false;
            }

            if (!always && (mark == _mark || mark == _refused))
                return false;
            var (bundle, name) = await source.LoadAsync(mark, cancellationToken);
            if (bundle.Type != _settings.Type)
                throw new ModelFormatException($"type is {bundle.Type}, and the settings ask for {_settings.Type}.");
            var next = ServedModel.Of(bundle, name, _settings.Threshold, _time.GetUtcNow());
            var changed = mark != _mark || next.Version != _current.Version;
            if (changed)
            {
                _current = next;
                LogServes(next.Type, next.Version, next.Source);
            }

            (_mark, _refused, _problem) = (mark, null, "");
            return changed;
        }
        catch (ModelFormatException failure)
        {
            _refused = mark;
            throw new ConfigurationException(Refuse($"{source.Place} can't be used: {failure.Message}"), failure);
        }
        catch (StorageException failure)
        {
            throw new ServiceUnavailableException(Refuse(failure.Message), innerException: failure);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Nobody foresaw it; what serves is served on all the same.
            _refused = mark;
            throw new ConfigurationException(Refuse($"{source.Place} can't be used."), failure);
        }
    }

    private string Refuse(string problem) => _problem = $"{problem} What was served before ({_current.Version}) goes on.";

    [LoggerMessage(Level = LogLevel.Information, Message = "The rules decide, as the settings have it")]
    private partial void LogRules();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rules decide: the settings ask for {Type}, and {Place} is not there or can't be used. Train or import a model")]
    private partial void LogNoModel(string type, string place);

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Type} model {Version} of {Source} decides from now on")]
    private partial void LogServes(string type, string version, string source);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
    private partial void LogRefused(string problem, Exception failure);
}
