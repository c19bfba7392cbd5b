using System.Diagnostics;
using MctsAspire.Neural.Inference;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Benchmarks.Neural;

/// <summary>Our own predictors and training.</summary>
internal sealed class Ours : IContestant
{
    // A clock's reading costs as much as a short call: so many calls stand between two of them.
    private const int ShortCalls = 50;

    private readonly WorkerTeam _team = new(2);
    private readonly SafeTensorsFile _gruFile;
    private readonly SafeTensorsFile _bertFile;
    private readonly GruConfig _gruConfig;
    private readonly BertConfig _bertConfig;
    private readonly GruPredictor _gru;
    private readonly BertPredictor[] _berts;
    private readonly Dictionary<Case, Action> _steps = [];

    public Ours(string folder)
    {
        (_gruFile, _bertFile) = (Read(folder, "gru"), Read(folder, "bert"));
        (_gruConfig, _bertConfig) = (GruConfig.Parse(_gruFile.Metadata["config"]), BertConfig.Parse(_bertFile.Metadata["config"]));
        _gru = new GruPredictor(_gruConfig, _gruFile.Weights);
        _berts = [new BertPredictor(_bertConfig, _bertFile.Weights), new BertPredictor(_bertConfig, _bertFile.Weights, _team)];
    }

    public string Name => "ours";

    public bool Can(Case what) => true;

    public (double Microseconds, float[] Logits) Run(Case what, double seconds)
    {
        var logits = new float[what.Batch * 3];
        var action = Action(what, logits);
        var calls = what is { Network: "gru", Batch: 1 } ? ShortCalls : 1;
        var times = new List<double>();
        var now = Stopwatch.GetTimestamp();
        var end = now + (long)(seconds * Stopwatch.Frequency);
        while (now < end)
        {
            var start = now;
            for (var i = 0; i < calls; i++)
                action();
            now = Stopwatch.GetTimestamp();
            times.Add(Stopwatch.GetElapsedTime(start, now).TotalMicroseconds / calls);
        }

        times.Sort();
        return (times[times.Count / 2], logits[..3]);
    }

    /// <summary>The bytes that a call allocates, on whatever thread.</summary>
    public double AllocatedBytes(Case what)
    {
        const int calls = 20;
        var action = Action(what, new float[what.Batch * 3]);
        action();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < calls; i++)
            action();
        return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / calls;
    }

    public void Dispose() => _team.Dispose();

    private Action Action(Case what, float[] logits)
    {
        var (batch, length) = (what.Batch, what.Length);
        if (what.Trains)
        {
            // The optimizer's state stays from round to round, as in a training run.
            if (!_steps.TryGetValue(what, out var step))
                _steps.Add(what, step = Training(what));
            return step;
        }

        if (what.Network == "gru")
        {
            var sequences = Inputs.Sequences(batch, length);
            return () => _gru.Predict(sequences, batch, length, logits);
        }

        var (tokens, bert) = (Inputs.Tokens(batch, length), _berts[what.Threads - 1]);
        return () => bert.Predict(tokens, [], batch, length, logits);
    }

    private Action Training(Case what)
    {
        var (batch, length, labels) = (what.Batch, what.Length, Inputs.Labels(what.Batch));
        var team = what.Threads == 1 ? null : _team;
        if (what.Network == "gru-train")
        {
            var gru = new GruClassifier(_gruConfig, new SeededRandom(1), _gruFile.Weights);
            var (sequences, gruStep) = (Inputs.Sequences(batch, length), new TrainingStep(gru, team));
            return () => gruStep.Run(tape => gru.Forward(tape, sequences, [], batch, length), labels);
        }

        var bert = new BertClassifier(_bertConfig, new SeededRandom(1), null, _bertFile.Weights);
        var (tokens, step) = (Inputs.Tokens(batch, length), new TrainingStep(bert, team));
        return () => step.Run(tape => bert.Forward(tape, tokens, [], [], batch, length), labels);
    }

    private static SafeTensorsFile Read(string folder, string name)
    {
        using var stream = File.OpenRead(Path.Combine(folder, $"{name}.safetensors"));
        return SafeTensors.Read(stream);
    }
}
