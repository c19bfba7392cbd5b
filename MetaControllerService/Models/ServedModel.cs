using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Models;

/// <summary>What decides from one moment to another. Never changed: a call that has begun with it ends with it, and when the last one has, it is garbage.</summary>
internal sealed class ServedModel
{
    private readonly IModelController? _controller;
    private readonly double _threshold;

    private ServedModel(IModelController? controller, double threshold) => (_controller, _threshold) = (controller, threshold);

    /// <summary>What decides: one of <see cref="ControllerTypes"/>.</summary>
    public string Type { get; private init; } = ControllerTypes.Rules;

    /// <summary>The version of the rules or of the weights.</summary>
    public string Version { get; private init; } = RuleController.Version;

    /// <summary>Where it is from; empty for rules.</summary>
    public string Source { get; private init; } = "";

    /// <summary>Since when it serves.</summary>
    public DateTimeOffset LoadedAt { get; private init; }

    /// <summary>When it was made, as its maker wrote it.</summary>
    public string Created { get; private init; } = "";

    /// <summary>Numbers that were learned.</summary>
    public long Parameters { get; private init; }

    /// <summary>The network, as JSON; empty for rules.</summary>
    public string Config { get; private init; } = "";

    /// <summary>Figures of the training, as JSON; empty: none.</summary>
    public string Training { get; private init; } = "";

    /// <summary>The rules.</summary>
    public static ServedModel Rules(DateTimeOffset since) => new(null, 0) { LoadedAt = since };

    /// <summary>A model, with the rules where it isn't sure.</summary>
    /// <param name="bundle">The model.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="threshold">The confidence below which the rules decide.</param>
    /// <param name="since">Since when it serves.</param>
    /// <exception cref="Neural.Weights.ModelFormatException">The weights don't fit the network.</exception>
    public static ServedModel Of(ModelBundle bundle, string source, double threshold, DateTimeOffset since) =>
        new(ModelControllers.Create(bundle), threshold)
        {
            Type = bundle.Type,
            Version = bundle.Version,
            Source = source,
            LoadedAt = since,
            Created = bundle.Created,
            Parameters = bundle.Parameters,
            Config = bundle.Config,
            Training = bundle.Training,
        };

    /// <summary>Who shall work next.</summary>
    /// <param name="states">The states of the run, oldest first, at least one.</param>
    /// <param name="useMcts">Whether mcts may be chosen.</param>
    public Decision Decide(ReadOnlySpan<RunFeatures> states, bool useMcts)
    {
        var rules = RuleController.Choose(states[^1], useMcts);
        if (_controller?.Predict(states, useMcts) is not { } probabilities)
            return new Decision(rules, _controller is null ? 1 : 0, null, ByRules: true);

        var sure = probabilities.Largest >= _threshold;
        return new Decision(sure ? probabilities.Best : rules, probabilities.Largest, probabilities, ByRules: !sure);
    }
}
